/**
 * Text that a container may put into a name or a label to fool a person's terminal: it colours, sets the window's
 * title, breaks the line to forge an entry, and reverses the reading direction.
 */
export const HOSTILE_TEXT = '\u001B[31mred\u001B]0;owned\u0007\nforged line\u202Egnp.tar';
