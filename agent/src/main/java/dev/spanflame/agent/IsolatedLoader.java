package dev.spanflame.agent;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.lang.instrument.Instrumentation;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import org.jspecify.annotations.Nullable;

/// Loads the agent's own classes and libraries from the folder `inner/` of its jar, where nobody else
/// looks, and before any class of the same name of the host.
///
/// The jar is read directly: the ways over addresses load half a hundred classes of the JDK.
final class IsolatedLoader extends ClassLoader implements Function<byte[], Consumer<Object[]>> {
    private static final String FOLDER = "inner/";
    private static final String OWN_MODULE = "dev.spanflame.agent.module.OwnModule";

    private static @Nullable IsolatedLoader shared;

    static {
        registerAsParallelCapable();
    }

    private final File file;
    private final JarFile jar;

    private IsolatedLoader(ClassLoader parent, File file) throws IOException {
        super("spanflame-agent", parent);
        this.file = file;
        this.jar = new JarFile(file, false);
    }

    /// The one of this JVM: attaching twice finds the same agent.
    static synchronized ClassLoader ofAgent(@Nullable Instrumentation instrumentation)
            throws IOException, URISyntaxException {
        IsolatedLoader found = shared;
        if (found == null) {
            URL place =
                    IsolatedLoader.class.getProtectionDomain().getCodeSource().getLocation();
            found = new IsolatedLoader(IsolatedLoader.class.getClassLoader(), new File(place.toURI()));
            shared = found;
            if (instrumentation != null) {
                found.defineModule(instrumentation);
            }
        }
        return found;
    }

    /// Called before anything else is loaded. Where it fails the classes are in no module, and a new JVM
    /// warns of native code.
    private void defineModule(Instrumentation instrumentation) {
        try {
            BiConsumer<Instrumentation, Function<byte[], Consumer<Object[]>>> module = make(loadClass(OWN_MODULE));
            module.accept(instrumentation, this);
        } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
            // a warning on standard error is no reason not to profile
        }
    }

    /// An object of a class of this loader. That its constructor takes nothing is a form of call for which
    /// the JVM has code already; others by reflection make it write classes.
    @SuppressWarnings("unchecked")
    static <T> T make(Class<?> type) throws ReflectiveOperationException {
        return (T) type.getConstructor().newInstance();
    }

    /// Defines a class, and makes an object of it.
    @Override
    public Consumer<Object[]> apply(byte[] bytes) {
        try {
            return make(defineClass(null, bytes, 0, bytes.length));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
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
        ZipEntry entry = name.startsWith("java.") ? null : jar.getEntry(FOLDER + name.replace('.', '/') + ".class");
        if (entry == null) {
            return null;
        }
        try (InputStream in = jar.getInputStream(entry)) {
            byte[] bytes = new byte[(int) entry.getSize()];
            if (in.readNBytes(bytes, 0, bytes.length) < bytes.length) {
                throw new ClassNotFoundException(name + " is not whole in " + file);
            }
            return bytes;
        } catch (IOException e) {
            throw new ClassNotFoundException(name, e);
        }
    }

    @Override
    public @Nullable InputStream getResourceAsStream(String name) {
        ZipEntry entry = jar.getEntry(FOLDER + name);
        try {
            return entry == null ? super.getResourceAsStream(name) : jar.getInputStream(entry);
        } catch (IOException e) {
            return null;
        }
    }

    @Override
    public @Nullable URL getResource(String name) {
        if (jar.getEntry(FOLDER + name) == null) {
            return super.getResource(name);
        }
        try {
            return URI.create("jar:" + file.toURI() + "!/" + FOLDER + name).toURL();
        } catch (MalformedURLException e) {
            return null;
        }
    }
}
