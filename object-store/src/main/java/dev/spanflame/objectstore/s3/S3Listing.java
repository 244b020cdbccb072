package dev.spanflame.objectstore.s3;

import dev.spanflame.objectstore.ListRequest;
import dev.spanflame.objectstore.Listing;
import dev.spanflame.objectstore.ListingPage;
import dev.spanflame.objectstore.ObjectInfo;
import dev.spanflame.objectstore.ObjectKeys;
import io.minio.Http;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Lists by `ListObjectsV2`.
///
/// Services differ in whether a folder that `start-after` lies in is listed again, so [ListingPage] leaves it out, and
/// the pages of one call follow the service's own continuation token.
final class S3Listing {
    private static final int MOST_KEYS = 1000;

    private final S3Client client;
    private final String base;

    /// @param base what all keys of the store begin with in the bucket
    S3Listing(S3Client client, String base) {
        this.client = client;
        this.base = base;
    }

    /// An object, or a folder if `object` is null.
    private record Entry(String key, @Nullable ObjectInfo object) {}

    Listing list(ListRequest request) throws IOException {
        ListingPage page = new ListingPage(request);
        Optional<String> continuation = Optional.empty();
        do {
            byte[] body = client.sendForSuccess(request(request, page.room(), continuation))
                    .body();
            S3Xml.Page answer = S3Xml.page(body);
            for (Entry entry : entries(answer)) {
                boolean _ = entry.object == null ? page.addFolder(entry.key) : page.add(entry.object);
            }
            continuation = answer.continuation();
        } while (continuation.isPresent() && page.room() > 0);
        if (continuation.isPresent()) {
            page.moreFollows();
        }
        return page.listing();
    }

    private S3Request request(ListRequest request, int room, Optional<String> continuation) {
        Map<String, String> query = new HashMap<>();
        query.put("list-type", "2");
        query.put("encoding-type", "url");
        query.put("prefix", base + request.prefix());
        query.put("max-keys", Integer.toString(Math.min(room, MOST_KEYS)));
        if (request.folders()) {
            query.put("delimiter", "/");
        }
        if (continuation.isPresent()) {
            query.put("continuation-token", continuation.get());
        } else if (!request.startAfter().isEmpty()) {
            query.put("start-after", base + request.startAfter());
        }
        return S3Request.of(Http.Method.GET, null).query(query).check(answer -> S3Xml.page(answer.body()));
    }

    /// Objects and folders of a page in one order; keys that are none of ours (as a trailing `/`) left out.
    private List<Entry> entries(S3Xml.Page page) {
        List<Entry> entries = new ArrayList<>();
        for (S3Xml.Contents object : page.contents()) {
            String key = object.key().startsWith(base) ? object.key().substring(base.length()) : "";
            if (ObjectKeys.valid(key)) {
                entries.add(new Entry(key, new ObjectInfo(key, object.size(), object.modified())));
            }
        }
        for (String folder : page.folders()) {
            String key = folder.startsWith(base) ? folder.substring(base.length()) : "";
            if (key.endsWith("/") && ObjectKeys.valid(key.substring(0, key.length() - 1))) {
                entries.add(new Entry(key, null));
            }
        }
        entries.sort((a, b) -> ObjectKeys.compare(a.key, b.key));
        return entries;
    }
}
