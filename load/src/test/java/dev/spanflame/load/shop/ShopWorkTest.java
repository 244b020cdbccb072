package dev.spanflame.load.shop;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class ShopWorkTest {
    @Test
    void theBestCouponsNeverMakeABasketDearer() {
        PriceCalculator prices = new PriceCalculator();
        int[] basket = {1_999, 12_050, 300};
        long total = prices.total(basket, 42);
        assertThat(prices.discount(basket, 42)).isPositive();
        assertThat(total).isEqualTo(1_999 + 12_050 + 300 - prices.discount(basket, 42));
        assertThat(prices.discount(new int[] {1}, 42)).isZero();
    }

    @Test
    void editDistanceCountsLettersToChange() {
        assertThat(ProductSearch.editDistance("kettle", "kettle")).isZero();
        assertThat(ProductSearch.editDistance("kitten", "sitting")).isEqualTo(3);
        assertThat(ProductSearch.editDistance("", "lamp")).isEqualTo(4);
    }

    @Test
    void aSearchForAProductsNameFindsIt() {
        ProductSearch search = new ProductSearch(5);
        ProductSearch.Product wanted = search.product(123);
        assertThat(search.nearest(wanted.name(), 1)).containsExactly(wanted);
    }
}
