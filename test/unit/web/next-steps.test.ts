/**
 * The strip of the overview: what other pages answer, from what is kept of it, and never a question more.
 */
import { describe, expect, it } from 'vitest';
import type { AnswerOf, HeavyAnswers, QuestionName } from '../../../src/answers/questions.ts';
import { answersHere } from '../../../src/answers/questions.ts';
import { ZERO_USD } from '../../../src/domain/money.ts';
import { epochSeconds } from '../../../src/domain/time.ts';
import { askFirst } from '../../../web/answers/first.ts';
import { KeptAnswers, STALE_SECONDS } from '../../../web/answers/kept.ts';
import { type NextAnswers, nextSteps } from '../../../web/overview/next-steps.ts';
import type { Words } from '../../../web/overview/sentence.ts';
import { at, fact } from '../../support.ts';
import { NOW, webWith } from './support.ts';

const HAIKU = 'anthropic.claude-haiku-4-5-20251001-v1:0';

/** Four weeks and more of the same day: $1.10 each (a million input tokens of Haiku 4.5 in us-east-1). */
const facts = Array.from({ length: 50 }, (_, day) =>
  fact({
    at: new Date(Date.UTC(2026, 9, 1 + day, 10)).toISOString(),
    modelId: HAIKU,
    tokens: { input: 1_000_000 },
  }),
);

async function dashboard() {
  const { deps } = await webWith({ facts });
  const { store, book, rater, config } = deps;
  const asked: QuestionName[] = [];
  const here = answersHere(() => ({ store, book, rater, config }));
  const heavy: HeavyAnswers = {
    ask: (name, request, now) => {
      asked.push(name);
      return here.ask(name, request, now);
    },
  };
  const clock = { seconds: 0 };
  const answers = new KeptAnswers({ heavy, now: () => NOW, elapsed: () => clock.seconds * 1000 });
  const { page } = await webWith({ facts, answers });
  return { answers, asked, clock, page };
}

const textOf = (html: string) => html.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ');
const stripOf = (html: string) => /<nav class="card next-steps".*?<\/nav>/s.exec(html)?.[0] ?? '';

describe('the next steps on the overview', () => {
  it('wait for nothing: until the answers are there, it says that they are being worked out', async () => {
    const { asked, page } = await dashboard();
    expect(stripOf(await page('/')).match(/Being worked out/g)).toHaveLength(4);
    expect(asked).toEqual(['spendCoverage']);
  });

  it('are what the pages of the navigation answer, once those were asked beforehand', async () => {
    const { answers, asked, page } = await dashboard();
    await askFirst(answers.forLater(), () => NOW);
    const before = asked.length;
    const html = stripOf(await page('/'));
    expect(asked).toHaveLength(before);
    const forecast = textOf(await page('/forecast'));
    const amount = /November is heading for (\$[\d.,]+)/.exec(forecast)?.[1];
    expect(amount).toMatch(/^\$/);
    expect(textOf(html)).toContain(`November is heading for ${amount}`);
    expect(textOf(html)).toContain('No quota was drawn on in the last week');
    expect(textOf(html)).toContain('No incident goes on');
    for (const href of ['/quotas', '/savings', '/forecast', '/anomalies'])
      expect(html).toContain(`href="${href}`);
  });

  it('say their age from a minute on, and are not shown when they are too old', async () => {
    const { answers, clock, page } = await dashboard();
    await askFirst(answers.forLater(), () => NOW);
    clock.seconds = 300;
    expect(textOf(stripOf(await page('/')))).toContain('Worked out 5 min ago');
    clock.seconds = STALE_SECONDS;
    expect(stripOf(await page('/'))).toContain('Being worked out');
  });

  it.each(['/?account=111122223333', '/?from=2026-10-01&to=2026-11-01'])(
    'are about everything and now, so not on %s',
    async (path) => {
      const { page } = await dashboard();
      expect(stripOf(await page(path))).toBe('');
    },
  );
});

const NOTHING: NextAnswers = {
  ...{ quota: null, next: null, savings: null, forecast: null, budgets: null, anomalies: null, dark: null },
};
const plain = (words: readonly Words[] | null | undefined) =>
  words
    ?.map((word) => (typeof word === 'string' ? word : 'strong' in word ? word.strong : word.name))
    .join('');
const steps = (answers: Partial<NextAnswers>) =>
  nextSteps({ ...NOTHING, ...answers }, () => 'principal app', at('2026-11-20T12:30:00Z'));

describe('a line of the next steps', () => {
  const savings = (usd: readonly bigint[], seconds = 30 * 86_400) =>
    ({
      findings: usd.map((one, i) => ({ title: `Finding <${i}>`, usdPerMonth: one })),
      usdPerMonth: usd.reduce((a, b) => a + b, 0n),
      seconds,
    }) as unknown as AnswerOf<'savings'>;

  it('names the largest saving, how many more there are, and what all of them come to', () => {
    const [, cheaper] = steps({ savings: savings([412_000_000_000n, 3_000_000_000n]) });
    expect(plain(cheaper?.answer)).toBe('$412.00 a month: Finding <0>; 1 more, $415.00 in all at most');
    const [, none] = steps({ savings: savings([]) });
    expect(plain(none?.answer)).toBe('Nothing found that would save $1 a month');
    const [, rough] = steps({ savings: savings([2_000_000_000n], 5 * 3600) });
    expect(plain(rough?.answer)).toBe('$2.00 a month: Finding <0>, from 5 h of data');
  });

  it('puts incidents that go on before dark usage', () => {
    const dark = { cost: null, low: null, high: null, tokens: 5_000, unpricedTokens: 5_000 };
    const incident = { id: 'i1', ongoing: true, scope: { dimension: 'principal', value: 'app' } };
    const anomalies = (incidents: readonly object[]) =>
      ({
        incidents: incidents.map((one) => ({ usdPerDay: ZERO_USD, ...one })),
      }) as unknown as AnswerOf<'anomalies'>;
    const seen = { ...dark, logged: 0.9, comparableUpTo: epochSeconds(0) };
    const [, , , quiet] = steps({ anomalies: anomalies([{ ...incident, ongoing: false }]), dark: seen });
    expect(quiet).toMatchObject({ href: '/coverage', urgent: false });
    expect(plain(quiet?.answer)).toContain('5.00 k tokens were seen only by metrics, without a price');
    const two = [
      { ...incident, usdPerDay: 40_000_000_000n },
      { ...incident, usdPerDay: 2_500_000_000n },
    ];
    const [, , , loud] = steps({ anomalies: anomalies(two), dark: seen });
    expect(loud).toMatchObject({ href: '/anomalies#i1', urgent: true });
    expect(plain(loud?.answer)).toBe(
      '2 incidents go on, $42.50 a day above the expected; the dearest is principal app',
    );
  });
});
