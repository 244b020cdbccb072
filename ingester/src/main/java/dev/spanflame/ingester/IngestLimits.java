package dev.spanflame.ingester;

import dev.spanflame.ingester.limit.AcceptedTimes;
import dev.spanflame.ingester.limit.IngestionRate;
import dev.spanflame.ingester.limit.TraceSizes;
import dev.spanflame.ingester.relabel.Relabelling;
import dev.spanflame.model.profile.ProfileLimits;
import dev.spanflame.proto.inflate.InFlightBudget;

/// What requests and tenants may bring, and what becomes of its labels. `memory` is what requests may
/// hold before their data is live.
public record IngestLimits(
        IngestionRate rate,
        TraceSizes traceSizes,
        ProfileLimits profiles,
        AcceptedTimes times,
        Relabelling relabel,
        InFlightBudget memory) {}
