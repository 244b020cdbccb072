package dev.spanflame.querier.pyroscope.vcs;

import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import dev.spanflame.model.BackendException;
import dev.spanflame.model.ErrorKind;
import dev.spanflame.proto.edge.Caller;
import dev.spanflame.proto.vcs.v1.CommitAuthor;
import dev.spanflame.proto.vcs.v1.CommitInfo;
import dev.spanflame.proto.vcs.v1.GetCommitRequest;
import dev.spanflame.proto.vcs.v1.GetCommitResponse;
import dev.spanflame.proto.vcs.v1.GetCommitsRequest;
import dev.spanflame.proto.vcs.v1.GetCommitsResponse;
import dev.spanflame.proto.vcs.v1.GetFileRequest;
import dev.spanflame.proto.vcs.v1.GetFileResponse;
import dev.spanflame.querier.links.WebAddress;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Files and commits. Thread-safe.
final class VcsRpcs {
    private static final int MAX_REFS = 20;

    private final VcsSettings settings;
    private final GithubClient github;
    private final Sessions sessions;

    VcsRpcs(VcsSettings settings, GithubClient github, Sessions sessions) {
        this.settings = settings;
        this.github = github;
        this.sessions = sessions;
    }

    /// The file under the first of [SourcePaths] where there is one.
    GetFileResponse file(Caller caller, GetFileRequest request) throws IOException {
        String token = sessions.token(caller);
        Repository repository = Repository.parse(request.getRepositoryURL(), settings.webUrl());
        List<String> paths =
                SourcePaths.of(repository, request.getLocalPath(), request.getRootPath(), request.getFunctionName());
        for (String path : paths) {
            if (caller.cancelled().getAsBoolean()) {
                throw new BackendException(ErrorKind.CANCELLED, "cancelled", "the caller went away");
            }
            String escaped =
                    Arrays.stream(path.split("/", -1)).map(WebAddress::escape).collect(Collectors.joining("/"));
            String query = request.getRef().isEmpty() ? "" : "?ref=" + WebAddress.escape(request.getRef());
            Optional<Struct> found = github.repository(repository, "contents/" + escaped + query, token);
            if (found.isPresent() && SessionToken.text(found.get(), "type").equals("file")) {
                return GetFileResponse.newBuilder()
                        .setContent(SessionToken.text(found.get(), "content").replace("\n", ""))
                        .setURL(SessionToken.text(found.get(), "html_url"))
                        .build();
            }
        }
        throw new BackendException(
                ErrorKind.NOT_FOUND,
                "no_such_file",
                "file not found in the repository; tried: " + String.join(", ", paths));
    }

    GetCommitResponse commit(Caller caller, GetCommitRequest request) throws IOException {
        String token = sessions.token(caller);
        Repository repository = Repository.parse(request.getRepositoryURL(), settings.webUrl());
        CommitInfo commit = commit(repository, request.getRef(), token)
                .orElseThrow(() -> new BackendException(
                        ErrorKind.NOT_FOUND, "no_such_commit", "the repository has no such commit, branch or tag"));
        return GetCommitResponse.newBuilder()
                .setMessage(commit.getMessage())
                .setAuthor(commit.getAuthor())
                .setDate(commit.getDate())
                .setSha(commit.getSha())
                .setURL(commit.getURL())
                .build();
    }

    /// Those that are found; an error where none is.
    GetCommitsResponse commits(Caller caller, GetCommitsRequest request) throws IOException {
        String token = sessions.token(caller);
        Repository repository = Repository.parse(request.getRepositoryUrl(), settings.webUrl());
        if (request.getRefsCount() > MAX_REFS) {
            throw BackendException.badRequest(
                    "too_many_refs", "refs has " + request.getRefsCount() + " entries; expected at most " + MAX_REFS);
        }
        GetCommitsResponse.Builder response = GetCommitsResponse.newBuilder();
        for (String ref : request.getRefsList()) {
            commit(repository, ref, token).ifPresent(response::addCommits);
        }
        if (response.getCommitsCount() == 0 && request.getRefsCount() > 0) {
            throw new BackendException(
                    ErrorKind.NOT_FOUND, "no_such_commit", "the repository has none of these commits");
        }
        return response.build();
    }

    /// A ref may be written as git does, `heads/main` or `refs/tags/v1`.
    private Optional<CommitInfo> commit(Repository repository, String ref, String token) throws IOException {
        if (ref.isBlank()) {
            throw BackendException.badRequest("missing_ref", "ref is missing; expected a commit, branch or tag");
        }
        Optional<Struct> found = github.repository(repository, "commits/" + WebAddress.escape(ref), token);
        return found.map(commit -> {
            Struct details = struct(commit, "commit");
            Struct author = struct(commit, "author");
            return CommitInfo.newBuilder()
                    .setSha(SessionToken.text(commit, "sha"))
                    .setURL(SessionToken.text(commit, "html_url"))
                    .setMessage(SessionToken.text(details, "message"))
                    .setDate(SessionToken.text(struct(details, "author"), "date"))
                    .setAuthor(CommitAuthor.newBuilder()
                            .setLogin(SessionToken.text(author, "login"))
                            .setAvatarURL(SessionToken.text(author, "avatar_url")))
                    .build();
        });
    }

    private static Struct struct(Struct in, String name) {
        return in.getFieldsOrDefault(name, Value.getDefaultInstance()).getStructValue();
    }
}
