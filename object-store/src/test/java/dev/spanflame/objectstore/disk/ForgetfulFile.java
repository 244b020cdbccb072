package dev.spanflame.objectstore.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;

/// An open file of a [ForgetfulDisk]; it stays usable when its name is gone.
final class ForgetfulFile implements DiskFile {
    private final ForgetfulDisk disk;
    private final Path path;
    private final ForgetfulInode inode;
    private volatile boolean closed;

    ForgetfulFile(ForgetfulDisk disk, Path path, ForgetfulInode inode) {
        this.disk = disk;
        this.path = path;
        this.inode = inode;
    }

    @Override
    public void write(ByteBuffer source, long position) throws IOException {
        disk.changing(() -> {
            requireOpen();
            int growth = (int) Math.max(0, position + source.remaining() - Math.max(inode.size(), position));
            int granted = disk.faults().takeSpace(growth);
            byte[] bytes = new byte[source.remaining() - (growth - granted)];
            source.get(bytes);
            inode.write(position, bytes, disk.clock().instant());
            if (granted < growth) {
                throw new FileSystemException(path.toString(), null, "No space left on device");
            }
            return true;
        });
    }

    @Override
    public int read(ByteBuffer target, long position) throws IOException {
        return disk.reading(() -> {
            requireOpen();
            byte[] bytes = new byte[target.remaining()];
            int count = inode.read(bytes, bytes.length, position);
            target.put(bytes, 0, Math.max(0, count));
            return count;
        });
    }

    @Override
    public void sync() throws IOException {
        disk.changing(() -> {
            requireOpen();
            try {
                disk.faults().countSync(path);
            } catch (IOException e) {
                inode.failSync();
                throw e;
            }
            inode.sync();
            return true;
        });
    }

    @Override
    public long size() throws IOException {
        return disk.reading(() -> {
            requireOpen();
            return inode.size();
        });
    }

    @Override
    public void truncate(long size) throws IOException {
        disk.changing(() -> {
            requireOpen();
            disk.faults().giveBack(Math.max(0, inode.size() - size));
            inode.truncate(size, disk.clock().instant());
            return true;
        });
    }

    @Override
    public void close() {
        closed = true;
    }

    private void requireOpen() throws IOException {
        if (closed) {
            throw new ClosedChannelException();
        }
    }
}
