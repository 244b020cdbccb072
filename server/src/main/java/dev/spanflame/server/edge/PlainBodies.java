package dev.spanflame.server.edge;

import dev.spanflame.model.BackendException;
import dev.spanflame.model.ErrorKind;
import java.util.List;

/// A [BodyInflater] that knows no coding: for ports whose requests have no body worth compressing.
public final class PlainBodies implements BodyInflater {
    @Override
    public List<String> codings() {
        return List.of();
    }

    @Override
    public void check(String coding) {
        if (!BodyInflater.isIdentity(coding)) {
            throw new BackendException(
                    ErrorKind.UNSUPPORTED_MEDIA,
                    "unknown_coding",
                    "content coding '" + Printable.text(coding, 40) + "' is not supported; send the body as it is");
        }
    }

    @Override
    public byte[] content(String coding, byte[] body, int maxBytes, Reservation memory) {
        check(coding);
        if (body.length > maxBytes) {
            throw BodyInflater.tooLarge(maxBytes);
        }
        return body;
    }
}
