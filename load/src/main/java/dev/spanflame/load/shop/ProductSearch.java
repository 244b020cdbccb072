package dev.spanflame.load.shop;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;

/// Ranks the products of the catalog by how near their names are to what a customer typed.
final class ProductSearch {
    private static final String[] ADJECTIVES = {
        "red", "quiet", "folding", "wooden", "tiny", "steel", "woven", "bright", "heavy", "soft"
    };
    private static final String[] NOUNS = {
        "kettle", "lamp", "chair", "notebook", "bicycle", "teapot", "blanket", "radio", "backpack", "clock"
    };
    private static final int PRODUCTS = 400;

    private final List<Product> products = new ArrayList<>();

    /// Something to buy.
    record Product(int id, String name, int priceCents) {}

    ProductSearch(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int id = 0; id < PRODUCTS; id++) {
            String name = ADJECTIVES[random.nextInt(ADJECTIVES.length)] + " " + NOUNS[random.nextInt(NOUNS.length)]
                    + " no. " + id;
            products.add(new Product(id, name, random.nextInt(300, 20_000)));
        }
    }

    /// How many products there are; their ids are the numbers below.
    int size() {
        return products.size();
    }

    Product product(int id) {
        return products.get(Math.floorMod(id, products.size()));
    }

    /// Some words a customer may type.
    static String words(SplittableRandom random) {
        return ADJECTIVES[random.nextInt(ADJECTIVES.length)] + " " + NOUNS[random.nextInt(NOUNS.length)];
    }

    /// The `count` nearest products, the nearest first.
    List<Product> nearest(String text, int count) {
        return products.stream()
                .sorted(Comparator.comparingInt((Product product) -> editDistance(text, product.name()))
                        .thenComparingInt(Product::id))
                .limit(count)
                .toList();
    }

    /// Letters to add, drop or change to get from one text to the other.
    static int editDistance(String from, String to) {
        int[] row = new int[to.length() + 1];
        for (int column = 0; column <= to.length(); column++) {
            row[column] = column;
        }
        for (int line = 1; line <= from.length(); line++) {
            int diagonal = row[0];
            row[0] = line;
            for (int column = 1; column <= to.length(); column++) {
                int above = row[column];
                int changed = from.charAt(line - 1) == to.charAt(column - 1) ? diagonal : diagonal + 1;
                row[column] = Math.min(changed, Math.min(above, row[column - 1]) + 1);
                diagonal = above;
            }
        }
        return row[to.length()];
    }
}
