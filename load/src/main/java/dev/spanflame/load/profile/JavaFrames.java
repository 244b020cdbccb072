package dev.spanflame.load.profile;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/// Names of Java methods as profilers write them: those of libraries, which all services share, and those of a service.
final class JavaFrames {
    /// Methods of one service, libraries included.
    static final int COUNT = 3_000;

    /// The first ones of them, which begin threads.
    static final int ROOTS = 10;

    private static final List<String> ROOT_NAMES = List.of(
            "java/lang/Thread.run",
            "java/lang/VirtualThread.run",
            "java/util/concurrent/ForkJoinWorkerThread.run",
            "io/netty/util/concurrent/FastThreadLocalRunnable.run",
            "org/apache/tomcat/util/threads/TaskThread$WrappingRunnable.run",
            "java/util/concurrent/ThreadPoolExecutor$Worker.run",
            "java/util/TimerThread.run",
            "org/apache/kafka/clients/consumer/internals/ConsumerCoordinator$HeartbeatThread.run",
            "com/zaxxer/hikari/pool/HikariPool$HouseKeeper.run",
            "java/lang/ref/Finalizer$FinalizerThread.run");
    private static final List<String> LIBRARIES = List.of(
            "org/springframework/web/servlet",
            "org/springframework/aop/framework",
            "org/springframework/transaction/interceptor",
            "org/hibernate/engine/internal",
            "org/hibernate/query/sqm/internal",
            "com/fasterxml/jackson/databind/ser",
            "com/fasterxml/jackson/databind/deser",
            "io/netty/channel",
            "io/netty/handler/codec/http2",
            "io/grpc/internal",
            "org/apache/kafka/clients/producer/internals",
            "org/postgresql/core/v3",
            "org/apache/catalina/core",
            "java/util/stream",
            "java/util/concurrent",
            "jdk/internal/net/http",
            "sun/nio/ch",
            "reactor/core/publisher");
    private static final List<String> ROLES = List.of(
            "Handler",
            "Controller",
            "Service",
            "Repository",
            "Mapper",
            "Factory",
            "Filter",
            "Adapter",
            "Resolver",
            "Interceptor",
            "Executor",
            "Context",
            "Builder",
            "Serializer",
            "Dispatcher",
            "Invoker",
            "Pipeline",
            "Cache");
    private static final List<String> TOPICS = List.of(
            "Order",
            "Cart",
            "Price",
            "Stock",
            "User",
            "Session",
            "Payment",
            "Invoice",
            "Shipment",
            "Search",
            "Review",
            "Method",
            "Channel",
            "Query",
            "Bean",
            "Stream",
            "Record",
            "Request",
            "Response",
            "Transaction");
    private static final List<String> VERBS = List.of(
            "invoke",
            "handle",
            "process",
            "apply",
            "execute",
            "doFilter",
            "resolve",
            "load",
            "save",
            "find",
            "convert",
            "write",
            "read",
            "flush",
            "accept",
            "proceed",
            "create",
            "update",
            "validate",
            "lambda$run$0",
            "get",
            "call");

    private JavaFrames() {}

    /// Methods of a service, each once; the same for the same service.
    static List<String> of(String service, long seed) {
        Set<String> names = new LinkedHashSet<>(ROOT_NAMES);
        SplittableRandom libraries = new SplittableRandom(seed);
        while (names.size() < COUNT / 2) {
            names.add(name(libraries, pick(libraries, LIBRARIES)));
        }
        SplittableRandom own = new SplittableRandom(seed ^ service.hashCode());
        String root = "com/example/" + service.replace('-', '/');
        while (names.size() < COUNT) {
            names.add(name(own, root + "/" + pick(own, TOPICS).toLowerCase(java.util.Locale.ROOT)));
        }
        return List.copyOf(new ArrayList<>(names));
    }

    private static String name(SplittableRandom random, String folder) {
        return folder + "/" + pick(random, TOPICS) + pick(random, ROLES) + "." + pick(random, VERBS);
    }

    private static String pick(SplittableRandom random, List<String> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
