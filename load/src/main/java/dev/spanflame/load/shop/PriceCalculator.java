package dev.spanflame.load.shop;

/// Prices of a basket. The search for the best set of coupons is what the shop spends most of its CPU time on.
final class PriceCalculator {
    private static final int COUPONS = 16;

    /// Price in cents after the best discount.
    long total(int[] pricesCents, long customer) {
        long sum = 0;
        for (int price : pricesCents) {
            sum += price;
        }
        return sum - discount(pricesCents, customer);
    }

    /// The largest discount in cents that any set of coupons gives: all sets are tried, since coupons exclude and
    /// amplify each other.
    long discount(int[] pricesCents, long customer) {
        long best = 0;
        for (int set = 0; set < 1 << COUPONS; set++) {
            best = Math.max(best, worth(set, pricesCents, customer));
        }
        return best;
    }

    private static long worth(int set, int[] pricesCents, long customer) {
        long worth = 0;
        for (int item = 0; item < pricesCents.length; item++) {
            long rest = pricesCents[item];
            for (int coupon = 0; coupon < COUPONS; coupon++) {
                if ((set >> coupon & 1) != 0) {
                    // a coupon takes up to 7 % of what the ones before it left, and its fee of 20 cents
                    long percent = Math.floorMod(customer * 31 + coupon * 17L + item, 8);
                    long saved = rest * percent / 100;
                    rest -= saved;
                    worth += saved - 20;
                }
            }
        }
        return worth;
    }
}
