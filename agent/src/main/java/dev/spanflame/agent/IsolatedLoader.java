package dev.spanflame.agent;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import org.jspecify.annotations.Nullable;

/// Loads the agent's own classes and libraries from the folder `inner/` of its jar, where nobody else
/// looks, and before any class of the same name of the host.
final class IsolatedLoader extends ClassLoader {
    private static final String FOLDER = "inner/";

    private static @Nullable IsolatedLoader shared;

    static {
        registerAsParallelCapable();
    }

    private IsolatedLoader(ClassLoader parent) {
        super("spanflame-agent", parent);
    }

    /// The one of this JVM: attaching twice finds the same agent.
    static synchronized ClassLoader ofAgent() {
        IsolatedLoader found = shared;
        if (found == null) {
            found = new IsolatedLoader(IsolatedLoader.class.getClassLoader());
            try {
                InnerModule.define(found);
            } catch (RuntimeException | LinkageError e) {
                // then its classes are in no module, and a new JVM warns of native code
                found = new IsolatedLoader(IsolatedLoader.class.getClassLoader());
            }
            shared = found;
        }
        return found;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            if (loaded == null) {
                byte[] bytes = bytesOf(name);
                loaded = bytes == null ? super.loadClass(name, false) : defineClass(name, bytes, 0, bytes.length);
            }
            if (resolve) {
                resolveClass(loaded);
            }
            return loaded;
        }
    }

    private byte @Nullable [] bytesOf(String name) throws ClassNotFoundException {
        if (name.startsWith("java.")) {
            return null;
        }
        try (InputStream in = getParent().getResourceAsStream(FOLDER + name.replace('.', '/') + ".class")) {
            if (in == null) {
                return null;
            }
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            in.transferTo(out);
            return out.toByteArray();
        } catch (IOException e) {
            throw new ClassNotFoundException(name, e);
        }
    }

    @Override
    public @Nullable URL getResource(String name) {
        URL own = getParent().getResource(FOLDER + name);
        return own == null ? super.getResource(name) : own;
    }
}
