package dev.spanflame.model;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/// The owner of data: what the header `X-Scope-OrgID` names.
///
/// Checked once where a request enters; behind that door a tenant is never a bare string. The rules are those of
/// Tempo and Pyroscope: 1 to 150 bytes out of `A-Z a-z 0-9 ! - _ . * ' ( )`, neither `.` nor `..`, case-sensitive.
/// A valid id is therefore also a safe path segment.
public record Tenant(String id) implements Comparable<Tenant> {
    /// Owner of everything while multi-tenancy is off.
    public static final Tenant ANONYMOUS = new Tenant("anonymous");

    private static final int MAX_LENGTH = 150;
    private static final String MARKS = "!-_.*'()";

    /// Throws [BackendException] of kind [ErrorKind#BAD_REQUEST] when `id` breaks the rules above.
    public Tenant {
        check(id);
    }

    /// Parses a header that may name several tenants for a read: `a|b`. Sorted, without duplicates, never empty.
    ///
    /// Throws [BackendException] of kind [ErrorKind#BAD_REQUEST] when one of them is not a valid id.
    public static List<Tenant> parseAll(String header) {
        TreeSet<Tenant> tenants = new TreeSet<>();
        for (String id : header.split("\\|", -1)) {
            tenants.add(new Tenant(id));
        }
        return List.copyOf(new ArrayList<>(tenants));
    }

    @Override
    public int compareTo(Tenant other) {
        return id.compareTo(other.id);
    }

    @Override
    public String toString() {
        return id;
    }

    private static void check(String id) {
        if (id.isEmpty()) {
            throw refused("tenant id is empty; expected 1 to 150 characters");
        }
        if (id.length() > MAX_LENGTH) {
            throw refused("tenant id is " + id.length() + " characters long; expected at most " + MAX_LENGTH);
        }
        if (id.equals(".") || id.equals("..")) {
            throw refused("tenant id is '" + id + "', which is not allowed");
        }
        for (int i = 0; i < id.length(); i++) {
            if (!isAllowed(id.charAt(i))) {
                throw refused("tenant id has the character U+%04X at position %d; expected A-Z a-z 0-9 or one of %s"
                        .formatted((int) id.charAt(i), i, MARKS));
            }
        }
    }

    private static boolean isAllowed(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || MARKS.indexOf(c) >= 0;
    }

    private static BackendException refused(String message) {
        return new BackendException(ErrorKind.BAD_REQUEST, "invalid_tenant", message);
    }
}
