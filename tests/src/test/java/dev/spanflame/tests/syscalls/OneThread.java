package dev.spanflame.tests.syscalls;

import dev.spanflame.objectstore.disk.Disk;
import dev.spanflame.objectstore.disk.DiskFile;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// A thread that does all work of a disk, since `strace` counts the calls of each thread for itself.
final class OneThread {
    private final ExecutorService thread = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("disk").daemon().factory());

    /// The same disk, used by this thread alone.
    Disk over(Disk disk) {
        return proxy(Disk.class, disk);
    }

    private <T> T proxy(Class<T> type, T target) {
        Object proxy = Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (_, method, arguments) -> {
            Object result = there(() -> method.invoke(target, arguments));
            return result instanceof DiskFile file ? proxy(DiskFile.class, file) : result;
        });
        return type.cast(proxy);
    }

    /// Waits also where it is interrupted, as the disk itself does.
    private Object there(Callable<Object> call) throws Throwable {
        Future<Object> future = thread.submit(call);
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return future.get();
                } catch (InterruptedException _) {
                    interrupted = true;
                } catch (ExecutionException e) {
                    throw e.getCause() instanceof InvocationTargetException thrown ? thrown.getTargetException() : e;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
