import type { NoticeReport, ProblemReport, Report } from '../../../report/types.js';
import type { Look } from '../../lists/context.js';
import { displayText } from '../../text/display-text.js';
import { noticeText } from '../../../report/text/notices.js';
import { wrapText } from '../../../report/text/wrap.js';

/** Lines that one message may take. */
const MOST_LINES = 6;

function counted(count: number, one: string): string {
  return `${count} ${one}${count === 1 ? '' : 's'}`;
}

/** One line near the top: that there are messages further down. Nothing when there are none. */
export function messageSummary(report: Report, { theme }: Look): string[] {
  const problems = report.problems.length;
  const notices = report.engine?.notices.length ?? 0;
  if (problems === 0 && notices === 0) return [];
  const parts = [
    ...(problems === 0 ? [] : [theme.bad(`✖ ${counted(problems, 'problem')}`)]),
    ...(notices === 0 ? [] : [theme.warn(`▲ ${counted(notices, 'notice')}`)]),
  ];
  return [`  ${parts.join('  ')}${theme.muted('  at the end of this page (G)')}`];
}

function problemLines(problem: ProblemReport, columns: number, { theme }: Look): string[] {
  const path = problem.path === null ? '' : ` (${displayText(problem.path)})`;
  const wrapped = wrapText(`${displayText(problem.message)}${path}`, columns - 6, MOST_LINES);
  return [
    ...wrapped.map((line, index) => `  ${index === 0 ? theme.bad('✖') : ' '} ${line}`),
    ...(problem.missing === null ? [] : [`    ${theme.warn(`missing: ${displayText(problem.missing)}`)}`]),
    ...(problem.hint === null ? [] : [`    ${theme.muted(`→ ${displayText(problem.hint)}`)}`]),
  ];
}

function noticeLines(notice: NoticeReport, columns: number, { theme, style }: Look): string[] {
  const sign = notice.severity === 'warning' ? theme.warn('▲') : theme.accent('•');
  return wrapText(displayText(noticeText(notice, style)), columns - 6, MOST_LINES).map(
    (line, index) => `  ${index === 0 ? sign : ' '} ${line}`,
  );
}

/** The problems (which figures are missing, what to do) and what is to be said about the engine. */
export function messageLines(report: Report, columns: number, look: Look): string[] {
  const { theme } = look;
  const notices = report.engine?.notices ?? [];
  return [
    ...(report.problems.length === 0 ? [] : ['', `  ${theme.bold('Problems')}`]),
    ...report.problems.flatMap((problem) => problemLines(problem, columns, look)),
    ...(notices.length === 0 ? [] : ['', `  ${theme.bold('Notices')}`]),
    ...notices.flatMap((notice) => noticeLines(notice, columns, look)),
  ];
}
