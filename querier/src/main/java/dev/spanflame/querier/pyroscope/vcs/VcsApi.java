package dev.spanflame.querier.pyroscope.vcs;

import com.google.protobuf.Message;
import dev.spanflame.proto.edge.Route.TenantRule;
import dev.spanflame.proto.edge.RpcMethod;
import dev.spanflame.proto.vcs.v1.GetCommitRequest;
import dev.spanflame.proto.vcs.v1.GetCommitResponse;
import dev.spanflame.proto.vcs.v1.GetCommitsRequest;
import dev.spanflame.proto.vcs.v1.GetCommitsResponse;
import dev.spanflame.proto.vcs.v1.GetFileRequest;
import dev.spanflame.proto.vcs.v1.GetFileResponse;
import dev.spanflame.proto.vcs.v1.GithubAppRequest;
import dev.spanflame.proto.vcs.v1.GithubAppResponse;
import dev.spanflame.proto.vcs.v1.GithubLoginRequest;
import dev.spanflame.proto.vcs.v1.GithubLoginResponse;
import dev.spanflame.proto.vcs.v1.GithubRefreshRequest;
import dev.spanflame.proto.vcs.v1.GithubRefreshResponse;
import java.time.InstantSource;
import java.util.List;
import java.util.random.RandomGenerator;

/// `vcs.v1.VCSService`. Without a GitHub app and a token every procedure says that nothing is configured.
/// Thread-safe.
public final class VcsApi {
    private static final String SERVICE = "vcs.v1.VCSService";
    private static final int MAX_REQUEST_BYTES = 1 << 20;

    private final Sessions sessions;
    private final VcsRpcs files;

    /// Over the configured server. `random` must be one for secrets.
    public VcsApi(VcsSettings settings, InstantSource clock, RandomGenerator random) {
        GithubClient github = new GithubClient(settings);
        this.sessions = new Sessions(settings, github, clock, random);
        this.files = new VcsRpcs(settings, github, sessions);
    }

    /// All procedures.
    public List<RpcMethod> methods() {
        return List.of(
                rpc(
                        "GithubApp",
                        GithubAppRequest.getDefaultInstance(),
                        GithubAppResponse.getDefaultInstance(),
                        sessions::app),
                rpc(
                        "GithubLogin",
                        GithubLoginRequest.getDefaultInstance(),
                        GithubLoginResponse.getDefaultInstance(),
                        sessions::login),
                rpc(
                        "GithubRefresh",
                        GithubRefreshRequest.getDefaultInstance(),
                        GithubRefreshResponse.getDefaultInstance(),
                        sessions::refresh),
                rpc("GetFile", GetFileRequest.getDefaultInstance(), GetFileResponse.getDefaultInstance(), files::file),
                rpc(
                        "GetCommit",
                        GetCommitRequest.getDefaultInstance(),
                        GetCommitResponse.getDefaultInstance(),
                        files::commit),
                rpc(
                        "GetCommits",
                        GetCommitsRequest.getDefaultInstance(),
                        GetCommitsResponse.getDefaultInstance(),
                        files::commits));
    }

    private static <Q extends Message, R extends Message> RpcMethod rpc(
            String name, Q request, R reply, RpcMethod.Unary<Q, R> call) {
        return RpcMethod.unary(
                SERVICE, name, TenantRule.ONE, MAX_REQUEST_BYTES, new RpcMethod.Codec<>(request, reply), call);
    }
}
