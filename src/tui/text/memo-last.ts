/** Remembers the last result of a pure function; computes again only when an argument is another object or value. */
export function memoLast<Arguments extends readonly unknown[], Result>(
  compute: (...args: Arguments) => Result,
): (...args: Arguments) => Result {
  let last: { readonly args: Arguments; readonly result: Result } | null = null;
  return (...args) => {
    if (last === null || args.some((argument, index) => !Object.is(argument, last?.args[index]))) {
      last = { args, result: compute(...args) };
    }
    return last.result;
  };
}
