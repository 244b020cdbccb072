package dev.spanflame.querier.pyroscope;

/// How far apart the points of a timeline are, so that it has about 1,500 of them and round steps.
final class Timeline {
    private static final int POINTS = 1_500;
    private static final int MINUTE = 60;
    private static final int HOUR = 3_600;
    private static final int DAY = 86_400;

    /// Seconds up to which a step is rounded to the number beside it.
    private static final double[][] STEPS = {
        {17.5, 15},
        {25, 20},
        {45, 30},
        {90, MINUTE},
        {210, 2 * MINUTE},
        {450, 5 * MINUTE},
        {750, 10 * MINUTE},
        {1_050, 15 * MINUTE},
        {1_500, 20 * MINUTE},
        {2_700, 30 * MINUTE},
        {90 * MINUTE, HOUR},
        {150 * MINUTE, 2 * HOUR},
        {270 * MINUTE, 3 * HOUR},
        {9 * HOUR, 6 * HOUR},
        {DAY, 12 * HOUR},
        {7 * DAY, DAY},
        {21 * DAY, 7 * DAY},
        {42 * DAY - 1, 30 * DAY},
    };

    private Timeline() {}

    /// Seconds between two points.
    static long stepSeconds(Window window) {
        double interval = (window.endMillis() - window.startMillis()) / 1_000.0 / POINTS;
        for (double[] step : STEPS) {
            if (interval <= step[0]) {
                return (long) step[1];
            }
        }
        return 365L * DAY;
    }
}
