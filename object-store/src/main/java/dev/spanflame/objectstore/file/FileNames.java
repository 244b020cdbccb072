package dev.spanflame.objectstore.file;

import dev.spanflame.objectstore.ObjectKeys;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/// Turns keys into paths and file names back into segments.
///
/// A segment of printable ASCII is its own file name, so that other programs find blocks by their keys. Everything
/// else, `%` itself, and a leading dot (our own files begin with one) is written `%XX` per byte of UTF-8: the name
/// of a file must not depend on the locale the process was started with.
final class FileNames {
    /// Longest file name that common file systems take, in bytes.
    private static final int MAX_NAME = 255;

    private FileNames() {}

    /// The path of a key below `root`; refuses a key that is no key or does not fit into file names.
    static Path path(Path root, String key) {
        Path path = root;
        for (String segment : ObjectKeys.check(key).split("/", -1)) {
            String name = name(segment);
            if (name.length() > MAX_NAME) {
                throw new IllegalArgumentException("object key '" + key + "' has the segment '" + segment
                        + "', whose file name would take " + name.length() + " bytes; " + MAX_NAME + " is the most");
            }
            path = path.resolve(name);
        }
        return path;
    }

    /// The file name of a segment.
    static String name(String segment) {
        StringBuilder name = new StringBuilder(segment.length());
        for (byte unit : segment.getBytes(StandardCharsets.UTF_8)) {
            boolean plain = unit >= 0x20 && unit < 0x7F && unit != '%' && !(unit == '.' && name.isEmpty());
            if (plain) {
                name.append((char) unit);
            } else {
                name.append("%%%02X".formatted(unit & 0xFF));
            }
        }
        return name.toString();
    }

    /// The segment a file name stands for; empty for a file that is none of ours.
    static Optional<String> segment(String name) {
        if (name.indexOf('%') < 0) {
            return name(name).equals(name) ? Optional.of(name) : Optional.empty();
        }
        ByteBuffer bytes = ByteBuffer.allocate(name.length());
        for (int i = 0; i < name.length(); i++) {
            char unit = name.charAt(i);
            if (unit != '%') {
                bytes.put((byte) unit);
                continue;
            }
            int high = i + 2 < name.length() ? Character.digit(name.charAt(i + 1), 16) : -1;
            int low = i + 2 < name.length() ? Character.digit(name.charAt(i + 2), 16) : -1;
            if (high < 0 || low < 0) {
                return Optional.empty();
            }
            bytes.put((byte) (high << 4 | low));
            i += 2;
        }
        try {
            String segment =
                    StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString();
            return name(segment).equals(name) ? Optional.of(segment) : Optional.empty();
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }
}
