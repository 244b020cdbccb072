package dev.spanflame.traceql.eval;

import dev.spanflame.traceql.fetch.Elements;
import dev.spanflame.traceql.plan.Level;

/// Walks the events and the links of single spans.
final class ElementPairs {
    private final PartitionColumns columns;

    ElementPairs(PartitionColumns columns) {
        this.columns = columns;
    }

    /// Something to be asked of an event and a link; -1 stands for none.
    interface Question {
        boolean at(int event, int link);
    }

    /// Asks every event of a span together with every link of it until the answer is yes; whether it came to that.
    ///
    /// A level that is not wanted, or that the span has nothing of, is asked about once, as -1.
    boolean any(int row, boolean events, boolean links, Question question) {
        int firstEvent = events ? first(Level.EVENT, row) : -1;
        int firstLink = links ? first(Level.LINK, row) : -1;
        int event = firstEvent;
        do {
            int link = firstLink;
            do {
                if (question.at(event, link)) {
                    return true;
                }
                link++;
            } while (firstLink >= 0 && isOf(Level.LINK, link, row));
            event++;
        } while (firstEvent >= 0 && isOf(Level.EVENT, event, row));
        return false;
    }

    /// First element of a span, -1 if it has none.
    private int first(Level level, int row) {
        Elements elements = columns.elements(level);
        int low = 0;
        int high = elements.count();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (elements.spanRow(middle) < row) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return isOf(level, low, row) ? low : -1;
    }

    private boolean isOf(Level level, int element, int row) {
        Elements elements = columns.elements(level);
        return element < elements.count() && elements.spanRow(element) == row;
    }
}
