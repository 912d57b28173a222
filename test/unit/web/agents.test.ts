import { describe, expect, it } from 'vitest';
import { fact } from '../../support.ts';
import { webWith } from './support.ts';

const session = (agent: string, name: string) =>
  `arn:aws:sts::111122223333:assumed-role/AgentRole/BedrockAgents-${agent}-${name}-aaaa-4bbb-8ccc-000000000000`;

/** Two agents: A with sessions of three and one calls, B with one call. */
const facts = [
  ...['10:00:00', '10:00:05', '10:00:09'].map((time) =>
    fact({ at: `2026-11-20T${time}Z`, arn: session('AGENTAAAAA', '00000001'), tokens: { input: 1_000_000 } }),
  ),
  fact({ at: '2026-11-19T08:30:00Z', arn: session('AGENTAAAAA', '00000002'), tokens: { input: 1_000_000 } }),
  fact({ at: '2026-11-20T09:00:00Z', arn: session('AGENTBBBBB', '00000003'), tokens: { input: 1_000_000 } }),
];

describe('/agents', () => {
  it('leads from an agent to its sessions, with its own figures', async () => {
    const { page } = await webWith({ facts });
    expect(await page('/agents')).toContain('href="/agents?agent=AGENTAAAAA"');
    const html = await page('/agents?agent=AGENTAAAAA');
    expect(html).toContain('Cost of a session');
    expect(html).not.toContain('AGENTBBBBB');
    expect(html).not.toContain('id="agents-title"');
    expect(html).toContain('href="/?agent=AGENTAAAAA"');
    // Sessions of three and one calls: nearest rank, the lower of two.
    expect(/id="figure-calls".*?<dd class="value">(\d+)</s.exec(html)?.[1]).toBe('1');
    expect(/id="figure-sessions".*?<dd class="value">(\d+)</s.exec(html)?.[1]).toBe('2');
  });

  it('has the time of each session on its chart', async () => {
    const { page } = await webWith({ facts });
    const svg = await page('/charts/agents.svg?theme=light');
    for (const time of ['19 Nov 08:30', '20 Nov 09:00', '20 Nov 10:00']) expect(svg).toContain(time);
  });

  it('gives the calls of one session as a file', async () => {
    const { page } = await webWith({ facts });
    const query = new URLSearchParams({ session: session('AGENTAAAAA', '00000001').split('/').at(-1) ?? '' });
    const html = await page(`/agents/session?${query}`);
    const link = /href="([^"]*table=calls)"/.exec(html)?.[1]?.replaceAll('&amp;', '&') ?? '';
    expect((await page(link)).trimEnd().split(/\r?\n/)).toHaveLength(4);
  });
});
