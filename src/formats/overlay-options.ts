import { unescapeBytes } from './escaped-bytes.js';

/**
 * The directories of an overlay mount, as they were named by whoever mounted it: relative ones lead from the
 * directory that process was in.
 */
export interface OverlayOptions {
  /** Topmost first; data-only layers are the last. */
  readonly lowerDirectories: readonly string[];
  /** `null` for a mount without a writable layer. */
  readonly upperDirectory: string | null;
  readonly workDirectory: string | null;
}

/** Overlayfs' own escape of a colon, comma or backslash (`fs/overlayfs/params.c`, `ovl_unescape`). */
function directory(text: string): string {
  return unescapeBytes(text, /\\([0-7]{3})/g, 8).replace(/\\([\s\S])/g, '$1');
}

/**
 * Where the colons are that separate lower directories. A backslash of the mounter shows as `\134` and takes the next
 * character along; a colon inside a name shows as `\134:`, from Linux 6.5 to 6.7 as `\072`.
 */
function splitLower(text: string): string[] {
  const parts: string[] = [];
  let from = 0;
  for (const match of text.matchAll(/\\134(?:\\[0-7]{3}|[\s\S])|\\[0-7]{3}|\\[\s\S]|:/g)) {
    if (match[0] !== ':') continue;
    parts.push(text.slice(from, match.index));
    from = match.index + 1;
  }
  parts.push(text.slice(from));
  // Two colons stand before a data-only layer.
  return parts.filter((part) => part !== '');
}

/**
 * Reads the superblock options of an overlay in mountinfo (`fs/overlayfs/params.c`, `ovl_show_options`;
 * `seq_show_option` of `include/linux/seq_file.h` escapes commas and blanks by octal numbers). Knows `lowerdir=a:b`
 * and the `lowerdir+=a`, `datadir+=a` of the new mount interface, whose values hold no escapes of overlayfs.
 */
export function parseOverlayOptions(superOptions: string): OverlayOptions {
  const lowerDirectories: string[] = [];
  let upperDirectory: string | null = null;
  let workDirectory: string | null = null;
  for (const option of superOptions.split(',')) {
    const equals = option.indexOf('=');
    if (equals < 0) continue;
    const value = option.slice(equals + 1);
    const name = option.slice(0, equals);
    if (name === 'lowerdir') lowerDirectories.push(...splitLower(value).map(directory));
    else if (name === 'lowerdir+' || name === 'datadir+') {
      lowerDirectories.push(unescapeBytes(value, /\\([0-7]{3})/g, 8));
    } else if (name === 'upperdir') upperDirectory = directory(value);
    else if (name === 'workdir') workDirectory = directory(value);
  }
  return { lowerDirectories, upperDirectory, workDirectory };
}
