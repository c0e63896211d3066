/**
 * Where pictures come from: files, streams, devices, directories and a synthetic scene, all behind {@link
 * io.sluice.ingest.source.FrameSource}. FFmpeg stays inside this package.
 */
package io.sluice.ingest.source;
