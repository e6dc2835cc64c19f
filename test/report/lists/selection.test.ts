import test from 'ava';
import * as fc from 'fast-check';
import type { ListDefinition } from '../../../src/report/lists/column.js';
import {
  bytesColumn,
  countColumn,
  flagColumn,
  textColumn,
  timeColumn,
} from '../../../src/report/lists/columns.js';
import {
  filterByWords,
  filterRecords,
  namedColumns,
  SelectionError,
  sortRecords,
} from '../../../src/report/lists/selection.js';

interface Thing {
  readonly name: string | null;
  readonly size: number | null;
  readonly parts: number | null;
  readonly created: string | null;
  readonly used: boolean | null;
}

const things: ListDefinition<Thing> = {
  name: 'things',
  plural: 'things',
  about: 'things',
  records: () => [],
  defaultSort: 'size',
  columns: [
    textColumn('name', 'NAME', 'name', (thing) => thing.name),
    bytesColumn('size', 'SIZE', 'size', (thing) => thing.size),
    countColumn('parts', 'PARTS', 'parts', (thing) => thing.parts),
    timeColumn('created', 'CREATED', 'made', (thing) => thing.created),
    flagColumn('used', 'in use', (thing) => thing.used),
  ],
};

function thing(name: string | null, fields: Partial<Thing> = {}): Thing {
  return { name, size: null, parts: null, created: null, used: null, ...fields };
}

function names(records: readonly Thing[]): (string | null)[] {
  return records.map((record) => record.name);
}

const SHELF = [
  thing('Beta', { size: 1_500_000, parts: 3, created: '2026-01-31T10:00:00Z', used: true }),
  thing('alpha (old)', { size: 2_000_000, parts: 10, created: '2026-02-01T00:00:00.5Z', used: false }),
  thing('gamma', { created: '2025-12-31T23:59:59Z' }),
  thing('a.b*c', { size: 0, parts: 0, used: false }),
];

function kept(...filters: string[]): (string | null)[] {
  return names(filterRecords(things, SHELF, filters));
}

test('figures and times come largest first, names from A', (t) => {
  t.deepEqual(names(sortRecords(things, SHELF, undefined)), ['alpha (old)', 'Beta', 'a.b*c', 'gamma']);
  t.deepEqual(names(sortRecords(things, SHELF, 'parts')), ['alpha (old)', 'Beta', 'a.b*c', 'gamma']);
  t.deepEqual(names(sortRecords(things, SHELF, 'created')), ['alpha (old)', 'Beta', 'gamma', 'a.b*c']);
  t.deepEqual(names(sortRecords(things, SHELF, 'name')), ['Beta', 'a.b*c', 'alpha (old)', 'gamma']);
});

test('either direction can be asked for, and the key in any case', (t) => {
  t.deepEqual(names(sortRecords(things, SHELF, 'SIZE:asc')), ['a.b*c', 'Beta', 'alpha (old)', 'gamma']);
  t.deepEqual(names(sortRecords(things, SHELF, 'name:desc')), ['gamma', 'alpha (old)', 'a.b*c', 'Beta']);
});

test('what is unknown comes last either way, and sorting loses and changes nothing', (t) => {
  const record: fc.Arbitrary<Thing> = fc.record({
    name: fc.option(fc.string()),
    size: fc.option(fc.nat()),
    parts: fc.option(fc.nat()),
    created: fc.constant(null),
    used: fc.option(fc.boolean()),
  });
  const key = fc.constantFrom('name', 'size', 'parts', 'used') satisfies fc.Arbitrary<keyof Thing>;
  fc.assert(
    fc.property(fc.array(record), key, fc.constantFrom('asc', 'desc'), (records, column, direction) => {
      const before = [...records];
      const sorted = sortRecords(things, records, `${column}:${direction}`);
      t.deepEqual(records, before);
      t.true(sorted.every((one) => records.includes(one)) && new Set(sorted).size === records.length);
      t.is(sorted.length, records.length);
      const values = sorted.map((one) => one[column]);
      const known = values.filter((value) => value !== null);
      t.deepEqual(values.slice(0, known.length), known);
      for (const [index, value] of known.entries()) {
        const next = known[index + 1] ?? value;
        t.true(direction === 'asc' ? value <= next : value >= next);
      }
    }),
  );
});

test('equal records keep their order', (t) => {
  const records = ['c', 'a', 'b'].map((name) => thing(name, { size: 1 }));
  t.deepEqual(names(sortRecords(things, records, 'size')), ['c', 'a', 'b']);
  t.deepEqual(names(sortRecords(things, records, 'size:asc')), ['c', 'a', 'b']);
});

test('every operator compares sizes with their units', (t) => {
  t.deepEqual(kept('size>1.5MB'), ['alpha (old)']);
  t.deepEqual(kept('size>=1.5MB'), ['Beta', 'alpha (old)']);
  t.deepEqual(kept('size<1.5MB'), ['a.b*c']);
  t.deepEqual(kept('size<=1.5 mb'), ['Beta', 'a.b*c']);
  t.deepEqual(kept('size=1500kB'), ['Beta']);
  t.deepEqual(kept('size!=1500kB'), ['alpha (old)', 'gamma', 'a.b*c']);
});

test('an unmeasured figure is neither more nor less than anything', (t) => {
  for (const filter of ['size>=0', 'size<=9TB', 'parts>=0', 'created>=2000', 'created<=3000']) {
    const unknown = filterRecords(things, [thing('unknown')], [filter]);
    t.deepEqual(unknown, [], filter);
  }
});

test('counts, days and flags are compared as what they are', (t) => {
  t.deepEqual(kept('parts>3'), ['alpha (old)']);
  t.deepEqual(kept('parts<=3'), ['Beta', 'a.b*c']);
  t.deepEqual(kept('parts=3'), ['Beta']);
  t.deepEqual(kept('created>2026-01-30'), ['Beta', 'alpha (old)']);
  t.deepEqual(kept('created>2026-01-31'), ['alpha (old)']);
  t.deepEqual(kept('created<=2026-01-31'), ['Beta', 'gamma']);
  t.deepEqual(kept('created<2026'), ['gamma']);
  t.deepEqual(kept('created>=2026-01-31T10:00:00Z'), ['Beta', 'alpha (old)']);
  t.deepEqual(kept('used=false'), ['alpha (old)', 'a.b*c']);
  t.deepEqual(kept('used!=true'), ['alpha (old)', 'gamma', 'a.b*c']);
});

test('a star stands for anything and every other character for itself', (t) => {
  t.deepEqual(kept('name=*a'), ['Beta', 'gamma']);
  t.deepEqual(kept('name=beta'), ['Beta']);
  t.deepEqual(kept('name=alpha (old)'), ['alpha (old)']);
  t.deepEqual(kept('name=a.b*c'), ['a.b*c']);
  t.deepEqual(kept('name=a?b*c'), []);
  t.deepEqual(kept('name!=*a*'), []);
  t.deepEqual(kept('name~(OLD'), ['alpha (old)']);
  t.deepEqual(kept('name~b*c'), ['a.b*c']);
});

test('any text is found by a filter that is that text', (t) => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (name) => {
      const plain = name.replaceAll('*', 'x');
      t.is(filterRecords(things, [thing(plain)], [`name=${plain}`]).length, 1);
      t.is(filterRecords(things, [thing(`a${plain}b`)], [`name~${plain}`]).length, 1);
      t.is(filterRecords(things, [thing(`${plain}\n`)], [`name=${plain}`]).length, 0);
    }),
  );
});

test('a line that is being typed filters by its words, by tests that are complete, and never throws', (t) => {
  const typed = (line: string): (string | null)[] => names(filterByWords(things, SHELF, line));
  t.deepEqual(typed('ALPHA old'), ['alpha (old)']);
  t.deepEqual(typed('size>1MB b'), ['Beta']);
  t.deepEqual(typed('size>'), []);
  t.deepEqual(typed('nothing=here'), []);
  t.is(filterByWords(things, SHELF, '  '), SHELF);
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (line) => {
      const found = filterByWords(things, SHELF, line);
      t.true(found.every((record) => SHELF.includes(record)));
    }),
  );
});

test('the columns that a sort and filters name are those to show', (t) => {
  t.deepEqual(namedColumns('Size:asc', ['parts>3', 'text', 'used=true']), ['size', 'parts', 'used']);
  t.deepEqual(namedColumns(undefined, []), []);
});

test('a filter without operator is looked for in the text columns', (t) => {
  t.deepEqual(kept('ALPHA'), ['alpha (old)']);
  t.deepEqual(kept('10'), []);
  t.deepEqual(kept(''), names(SHELF));
});

test('every filter must hold', (t) => {
  t.deepEqual(kept('size>0', 'parts>3'), ['alpha (old)']);
  t.deepEqual(kept('size>0', 'parts>99'), []);
});

const REFUSED: Readonly<Record<string, RegExp>> = {
  'colour=red': /things have no "colour"; use one of name, size, parts, created, used/,
  'size>much': /"much" is no size; write it as 500MB/,
  'size>': /"" is no size/,
  'parts>many': /"many" is no number; write it as parts>5/,
  'parts>1.5': /"1.5" is no number/,
  'created<monday': /"monday" is no time; write it as created<2026-01-31/,
  'used>false': /"used" is true or false; use used=true/,
  'name>': /name> what\?/,
};

for (const [filter, message] of Object.entries(REFUSED)) {
  test(`the filter ${filter} is refused with what would do`, (t) => {
    t.throws(() => kept(filter), { instanceOf: SelectionError, message });
  });
}

test('an order that the list cannot follow is refused with what would do', (t) => {
  const refused = (sort: string, message: RegExp): void => {
    t.throws(() => sortRecords(things, SHELF, sort), { instanceOf: SelectionError, message });
  };
  refused('colour', /--sort: things have no "colour"; use one of name, size/);
  refused('', /--sort: things have no ""/);
  refused('size:up', /"up" is no direction; use size:asc or size:desc/);
  refused('size:asc:desc', /"asc:desc" is no direction/);
  refused('size:', /"" is no direction/);
});
