package dev.spanflame.objectstore.disk;

/// The power is gone: thrown by every operation of a [ForgetfulDisk] from the cut on.
///
/// Unchecked, so that the code under test neither handles it nor cleans up after it.
public final class PowerCut extends RuntimeException {
    private static final long serialVersionUID = 1L;

    PowerCut(long operation) {
        super("the power was cut at operation " + operation);
    }
}
