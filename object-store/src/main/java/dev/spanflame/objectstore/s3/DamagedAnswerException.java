package dev.spanflame.objectstore.s3;

import java.io.IOException;

/// An answer that is not what it claims to be: cut short, another range, another document.
final class DamagedAnswerException extends IOException {
    private static final long serialVersionUID = 1L;

    DamagedAnswerException(String message) {
        super(message);
    }

    DamagedAnswerException(String message, Throwable cause) {
        super(message, cause);
    }
}
