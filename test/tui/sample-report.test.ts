import test from 'ava';
import { reportSchema } from '../../src/report/schema/report.js';
import { partialReport } from './partial-report.js';
import { sampleReport } from './sample-report.js';

test('the sample reports are valid reports', (t) => {
  t.deepEqual(reportSchema.parse(sampleReport()), sampleReport());
  t.deepEqual(reportSchema.parse(partialReport()), partialReport());
});

test('a seed always gives the same report, another seed another one', (t) => {
  t.deepEqual(sampleReport({ seed: 7 }), sampleReport({ seed: 7 }));
  t.notDeepEqual(sampleReport({ seed: 7 }), sampleReport({ seed: 8 }));
});
