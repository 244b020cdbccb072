package dev.spanflame.querier.pyroscope.vcs;

import dev.spanflame.model.BackendException;
import java.net.URI;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A repository on the configured server.
record Repository(String owner, String name) {
    private static final Pattern ADDRESS = Pattern.compile(
            "(?:(?:https?|ssh|git)://(?:[^/@]*@)?|git@)?([A-Za-z0-9.-]+(?::[0-9]+)?)[/:]([A-Za-z0-9_.-]+)/([A-Za-z0-9_.-]+?)(?:\\.git)?/?");

    /// From any of the usual addresses: `https://github.com/o/r`, `github.com/o/r.git`,
    /// `git@github.com:o/r.git`.
    ///
    /// Throws [BackendException] of kind BAD_REQUEST for any other text and for another server.
    static Repository parse(String address, String webUrl) {
        Matcher matcher = ADDRESS.matcher(address);
        if (!matcher.matches() || isDots(matcher.group(2)) || isDots(matcher.group(3))) {
            throw refused(address, "is no address of a repository");
        }
        String host = URI.create(webUrl).getAuthority();
        if (!matcher.group(1).equalsIgnoreCase(host)) {
            throw refused(address, "is not on " + host + ", the only server that source is read from");
        }
        return new Repository(matcher.group(2), matcher.group(3));
    }

    private static boolean isDots(String name) {
        return name.equals(".") || name.equals("..");
    }

    private static BackendException refused(String address, String why) {
        String shown = address.length() > 120 ? address.substring(0, 120) + "..." : address;
        return BackendException.badRequest("invalid_repository", "repository '" + shown + "' " + why);
    }
}
