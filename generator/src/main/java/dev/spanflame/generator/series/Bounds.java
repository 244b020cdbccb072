package dev.spanflame.generator.series;

import dev.spanflame.generator.label.Numbers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Upper bounds of the buckets of classic histograms, in seconds.
public final class Bounds {
    private static final int MOST = 200;

    private Bounds() {}

    /// `count` bounds, the first of which is `first`, each twice the one before.
    public static double[] doubling(double first, int count) {
        double[] bounds = new double[count];
        for (int i = 0; i < count; i++) {
            bounds[i] = Math.scalb(first, i);
        }
        return bounds;
    }

    /// Reads `0.1,0.5,1`, which have to ascend. Throws [IllegalArgumentException] that continues "is ...".
    public static List<Double> parse(List<String> texts) {
        double[] bounds = new double[texts.size()];
        for (int i = 0; i < bounds.length; i++) {
            try {
                bounds[i] = Double.parseDouble(texts.get(i));
            } catch (NumberFormatException _) {
                throw new IllegalArgumentException(
                        "has '" + texts.get(i) + "', which is not a number of seconds; write for example 0.1, 0.5, 1");
            }
            if (!(bounds[i] > 0) || Double.isInfinite(bounds[i])) {
                throw new IllegalArgumentException("has '" + texts.get(i) + "'; bounds are above 0 and finite");
            }
        }
        if (bounds.length == 0 || bounds.length > MOST) {
            throw new IllegalArgumentException("must have 1 to " + MOST + " bounds");
        }
        for (int i = 1; i < bounds.length; i++) {
            if (!(bounds[i] > bounds[i - 1])) {
                throw new IllegalArgumentException(
                        "has '" + texts.get(i) + "' behind '" + texts.get(i - 1) + "'; bounds ascend");
            }
        }
        return Arrays.stream(bounds).boxed().toList();
    }

    /// The same as an array.
    public static double[] array(List<Double> bounds) {
        return bounds.stream().mapToDouble(Double::doubleValue).toArray();
    }

    /// The bounds as values of `le`, with `+Inf` at the end.
    static List<String> texts(double[] bounds) {
        List<String> texts = new ArrayList<>();
        for (double bound : bounds) {
            texts.add(Numbers.plain(bound));
        }
        texts.add(Numbers.plain(Double.POSITIVE_INFINITY));
        return texts;
    }
}
