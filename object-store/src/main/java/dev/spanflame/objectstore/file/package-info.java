/// Objects as files in a folder: [FileObjectStore], over the [dev.spanflame.objectstore.disk] port.
@NullMarked
package dev.spanflame.objectstore.file;

import org.jspecify.annotations.NullMarked;
