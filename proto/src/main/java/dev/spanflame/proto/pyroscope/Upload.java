package dev.spanflame.proto.pyroscope;

import dev.spanflame.model.BackendException;
import dev.spanflame.model.ErrorKind;
import dev.spanflame.model.profile.ProfileBatch;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/// What one request brought: profiles to store, and what of it is refused.
///
/// `refusedProfiles` has the positions of the profiles that are refused whole, counted over all of the
/// request, so that whoever reads the request again need not judge again. `refused` also tells of
/// single sample types.
public record Upload(List<Part> parts, List<Refused> refused, BitSet refusedProfiles, ErrorKind errorKind) {
    private static final int SHOWN = 5;

    /// Something that is not stored: what, why as a label of the counter, and why for a person.
    public record Refused(String what, String reason, String message) {}

    /// One profile of the request: its position, what it became, and what to know it by if it is sent
    /// again; without a time of its own it cannot be told from the next one and has no key.
    public record Part(int position, Optional<ContentKey> key, List<ProfileBatch> batches) {
        /// Copies the list.
        public Part {
            batches = List.copyOf(batches);
        }
    }

    /// Copies the lists.
    public Upload {
        parts = List.copyOf(parts);
        refused = List.copyOf(refused);
    }

    /// The profiles to store.
    public List<ProfileBatch> batches() {
        List<ProfileBatch> batches = new ArrayList<>();
        parts.forEach(part -> batches.addAll(part.batches()));
        return batches;
    }

    /// The same without the parts at these positions, which are stored already.
    public Upload without(BitSet positions) {
        BitSet left = (BitSet) refusedProfiles.clone();
        left.or(positions);
        List<Part> kept =
                parts.stream().filter(part -> !positions.get(part.position())).toList();
        return new Upload(kept, refused, left, errorKind);
    }

    /// The error to answer with once the rest is stored; empty when nothing is refused.
    public Optional<BackendException> error() {
        if (refused.isEmpty()) {
            return Optional.empty();
        }
        StringBuilder message = new StringBuilder(parts.isEmpty() ? "nothing is stored: " : "all else is stored; ");
        message.append(refused.size()).append(" refused: ");
        for (int i = 0; i < Math.min(SHOWN, refused.size()); i++) {
            Refused one = refused.get(i);
            message.append(i == 0 ? "" : "; ").append(one.what()).append(": ").append(one.message());
        }
        if (refused.size() > SHOWN) {
            message.append("; and ").append(refused.size() - SHOWN).append(" more");
        }
        return Optional.of(new BackendException(errorKind, refused.getFirst().reason(), message.toString()));
    }
}
