/// Tests of the store in a folder.
@NullMarked
package dev.spanflame.objectstore.file;

import org.jspecify.annotations.NullMarked;
