import { createInterface } from 'node:readline/promises';

/**
 * Asks on the terminal, and takes nothing but the whole word for a yes.
 * @param question without the word to type.
 */
export async function confirmYes(question: string): Promise<boolean> {
  // Where it can be seen: a question in a file is waited for in vain.
  const output = process.stderr.isTTY ? process.stderr : process.stdout;
  const lines = createInterface({ input: process.stdin, output });
  // Ctrl-C and Ctrl-D end the question: that is no yes.
  const ended = new AbortController();
  lines.on('SIGINT', () => ended.abort());
  lines.on('close', () => ended.abort());
  try {
    return (
      (await lines.question(`${question} Type yes to go on: `, { signal: ended.signal })).trim() === 'yes'
    );
  } catch (error) {
    if (ended.signal.aborted) return false;
    throw error;
  } finally {
    lines.close();
  }
}
