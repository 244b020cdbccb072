package dev.spanflame.block.verify;

import dev.spanflame.block.BlockMeta;
import dev.spanflame.block.parquet.TableReader;
import dev.spanflame.block.parquet.table.ReadLimits;
import dev.spanflame.model.BackendException;
import dev.spanflame.objectstore.NoSuchObjectException;
import dev.spanflame.objectstore.ObjectStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.zip.CRC32C;

/// Looks at one object of a block: size, checksum, and for a table all of its pages.
final class ObjectCheck {
    private static final String TABLE = ".parquet";
    private static final int PIECE = 4 << 20;

    private final ObjectStore store;
    private final String key;
    private final BlockMeta.BlockObject object;

    ObjectCheck(ObjectStore store, String key, BlockMeta.BlockObject object) {
        this.store = store;
        this.key = key;
        this.object = object;
    }

    /// What is wrong; empty when nothing is. Throws [IOException] when the store cannot be read.
    Optional<Damage> run() throws IOException {
        try {
            long size = store.head(key)
                    .orElseThrow(() -> new NoSuchObjectException(key))
                    .size();
            if (size != object.size()) {
                return damaged("it has " + size + " bytes, written were " + object.size());
            }
            int crc = checksum();
            if (crc != object.crc32c()) {
                return damaged("its CRC-32C is " + Integer.toHexString(crc) + ", written was "
                        + Integer.toHexString(object.crc32c()));
            }
            if (object.name().endsWith(TABLE)) {
                readTable();
            }
            return Optional.empty();
        } catch (NoSuchObjectException _) {
            return damaged("it is missing");
        } catch (BackendException e) {
            return damaged(String.valueOf(e.getMessage()));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private int checksum() throws IOException {
        CRC32C crc = new CRC32C();
        for (long at = 0; at < object.size(); at += PIECE) {
            byte[] piece = store.range(key, at, (int) Math.min(PIECE, object.size() - at));
            crc.update(piece, 0, piece.length);
        }
        return (int) crc.getValue();
    }

    private void readTable() throws IOException {
        TableReader table = TableReader.open(
                key, (offset, length) -> store.range(key, offset, length), object.size(), ReadLimits.DEFAULT);
        for (int group = 0; group < table.index().groups().size(); group++) {
            for (int column = 0; column < table.index().schema().size(); column++) {
                table.read(group, column);
            }
        }
    }

    private Optional<Damage> damaged(String found) {
        return Optional.of(new Damage(key, found));
    }
}
