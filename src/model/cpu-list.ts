const PART = /^(\d{1,9})(?:-(\d{1,9}))?$/;

/**
 * How many processors a list such as `0-3,8` names, each once; `null` when it is empty or no list. Ranges with a
 * stride (`0-31:2/4`) are read by the kernel but never written by it.
 * Source: kernel, Documentation/admin-guide/cgroup-v2.rst, "Cpuset"; cpuset(7), "List format".
 */
export function countCpus(list: string): number | null {
  const text = list.trim();
  if (text === '') return null;
  const ranges: { readonly from: number; readonly to: number }[] = [];
  for (const part of text.split(',')) {
    const [, first, last] = PART.exec(part) ?? [];
    if (first === undefined) return null;
    const range = { from: Number(first), to: Number(last ?? first) };
    if (range.to < range.from) return null;
    ranges.push(range);
  }
  ranges.sort((left, right) => left.from - right.from);
  let count = 0;
  let next = 0;
  for (const { from, to } of ranges) {
    count += Math.max(0, to + 1 - Math.max(from, next));
    next = Math.max(next, to + 1);
  }
  return count;
}
