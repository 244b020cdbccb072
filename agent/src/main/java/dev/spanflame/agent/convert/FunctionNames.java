package dev.spanflame.agent.convert;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Names of functions, numbered: `package/Class.method` of Java code, the symbol of other code.
///
/// They are kept from profile to profile, since most functions of one are in the next too, and found by
/// the bytes of a recording without making anything. When they take more than [#MAX_BYTES] all are
/// forgotten between two profiles. Used by one thread.
final class FunctionNames {
    static final int MAX_BYTES = 2 << 20;
    private static final int FIRST = 1024;
    /// Of the arrays and places of one name.
    private static final int OVERHEAD = 64;

    private static final byte[] NONE = {};

    private final List<Name> names = new ArrayList<>();
    /// A number + 1, or 0 for an empty place.
    private int[] places = new int[FIRST];
    private int bytes;

    /// One name, and what it was made of.
    private static final class Name {
        final byte[] owner;
        final byte[] method;
        final int hash;
        final byte[] text;
        final boolean parks;

        Name(byte[] owner, byte[] method, int hash) {
            this.owner = owner;
            this.method = method;
            this.hash = hash;
            String found = name(utf8(owner), utf8(method));
            this.text = found.getBytes(StandardCharsets.UTF_8);
            this.parks = found.endsWith("Unsafe.park");
        }
    }

    /// The number of a function by the symbols of a recording: of its class, none for code that is not of
    /// Java, and of its own. Hot path.
    int number(byte @Nullable [] owner, byte @Nullable [] method) {
        byte[] first = owner == null ? NONE : owner;
        byte[] second = method == null ? NONE : method;
        int hash = 31 * Arrays.hashCode(first) + Arrays.hashCode(second);
        int at = LongNumbers.start(hash, places.length);
        while (places[at] != 0) {
            Name name = names.get(places[at] - 1);
            if (name.hash == hash && Arrays.equals(name.owner, first) && Arrays.equals(name.method, second)) {
                return places[at] - 1;
            }
            at = (at + 1) & (places.length - 1);
        }
        Name name = new Name(first, second, hash);
        names.add(name);
        places[at] = names.size();
        bytes += first.length + second.length + name.text.length + OVERHEAD;
        if (2 * names.size() > places.length) {
            grow();
        }
        return names.size() - 1;
    }

    private void grow() {
        places = new int[2 * places.length];
        for (int number = 0; number < names.size(); number++) {
            int at = LongNumbers.start(names.get(number).hash, places.length);
            while (places[at] != 0) {
                at = (at + 1) & (places.length - 1);
            }
            places[at] = number + 1;
        }
    }

    /// The name in UTF-8; not changed by anyone.
    byte[] bytes(int number) {
        return names.get(number).text;
    }

    String text(int number) {
        return utf8(bytes(number));
    }

    /// Whether a thread in this function waits for a lock of `java.util.concurrent`.
    boolean parks(int number) {
        return names.get(number).parks;
    }

    int size() {
        return names.size();
    }

    /// Forgets all where they are too many. Numbers from before mean nothing then.
    void trim() {
        if (bytes > MAX_BYTES) {
            names.clear();
            places = new int[FIRST];
            bytes = 0;
        }
    }

    private static String utf8(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static String name(String owner, String method) {
        if (owner.isEmpty()) {
            return method;
        }
        String stable = stable(owner);
        return method.isEmpty() ? stable : stable + "." + method;
    }

    static String stable(String type) {
        boolean made = type.startsWith("jdk/internal/reflect/G") || type.contains("$$");
        String stable = made ? StableNames.of(type) : type;
        // JDK Flight Recorder writes names of hidden classes with dots; in those of libraries dots stay
        return made || type.contains("0x") ? stable.replace('.', '/') : stable;
    }
}
