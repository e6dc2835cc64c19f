import { Text } from 'ink';
import { memo } from 'react';

/** One line of the screen. Ink gives an empty text no height: a space holds the row. */
export const Row = memo(function Row({ line }: { readonly line: string }) {
  return <Text wrap="truncate">{line === '' ? ' ' : line}</Text>;
});
