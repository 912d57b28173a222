/**
 * The quotas of service code `bedrock`, named as AWS names them, irregularities included ("Amazon Bedrock
 * endpoints and quotas" in the AWS General Reference). Values are what was published or seen at some time.
 * @module
 */

export interface QuotaEntry {
  readonly code: string;
  readonly name: string;
  readonly adjustable: boolean;
  /** In the US Regions, and elsewhere. */
  readonly value: readonly [us: number, elsewhere: number];
}

const quota =
  (prefix: string, adjustable: boolean) =>
  (code: string, label: string, us: number, elsewhere = us): QuotaEntry => ({
    code: `L-${code}`,
    name: `${prefix} ${label}`,
    adjustable,
    value: [us, elsewhere],
  });

const crossRpm = quota('Cross-region model inference requests per minute for', false);
const crossTpm = quota('Cross-region model inference tokens per minute for', true);
const globalRpm = quota('Global cross-region model inference requests per minute for', false);
const globalTpm = quota('Global cross-region model inference tokens per minute for', true);
const globalTpd = quota('Global cross-region model inference tokens per day for', false);
const rpm = quota('On-demand model inference requests per minute for', false);
const tpm = quota('On-demand model inference tokens per minute for', false);
const tpd = quota('Model invocation max tokens per day for', false);
const plain = (code: string, name: string, value: number, adjustable = false): QuotaEntry => ({
  code: `L-${code}`,
  name,
  adjustable,
  value: [value, value],
});

export const QUOTAS: readonly QuotaEntry[] = [
  crossTpm('7C1E55A0', 'Anthropic Claude Sonnet 5.5', 6e6),
  globalTpm('2B90D3F4', 'Anthropic Claude Sonnet 5.5', 6e6),
  crossTpm('D4FBCF4E', 'Anthropic Claude Sonnet 5', 6e6),
  globalTpm('DD84E5CA', 'Anthropic Claude Sonnet 5', 6e6),
  crossRpm('00FF3314', 'Anthropic Claude Sonnet 4.6', 10_000),
  crossTpm('15B8E632', 'Anthropic Claude Sonnet 4.6', 6e6),
  globalTpm('7BEE40FB', 'Anthropic Claude Sonnet 4.6', 6e6),
  tpd('B29C9321', 'Anthropic Claude Sonnet 4.6 (doubled for cross-region calls)', 4.32e9),
  crossRpm('4A6BFAB1', 'Anthropic Claude Sonnet 4.5 V1', 10_000),
  crossTpm('F4DDD3EB', 'Anthropic Claude Sonnet 4.5 V1', 5e6),
  tpd('381AD9EE', 'Anthropic Claude Sonnet 4.5 V1 (doubled for cross-region calls)', 3.6e9),
  globalRpm('DB84CE56', 'Anthropic Claude Sonnet 4.5 V1', 10_000),
  globalTpm('27C57EE8', 'Anthropic Claude Sonnet 4.5 V1', 5e6),
  globalTpd('BC182137', 'Anthropic Claude Sonnet 4.5 V1', 7.2e9),
  crossRpm('A052927A', 'Anthropic Claude Sonnet 4.5 V1 1M Context Length', 1000),
  crossTpm('8EA73537', 'Anthropic Claude Sonnet 4.5 V1 1M Context Length', 1e6),
  globalTpm('4B26E44A', 'Anthropic Claude Sonnet 4.5 V1 1M Context Length', 1e6),
  crossTpm('A4430697', 'Anthropic Claude Opus 5.5', 3e6),
  globalTpm('A103A344', 'Anthropic Claude Opus 5.5', 3e6),
  crossTpm('99296DCD', 'Anthropic Claude Opus 5', 3e6),
  globalTpm('D73B1244', 'Anthropic Claude Opus 5', 3e6),
  crossTpm('DB99DCDB', 'Anthropic Claude Opus 4.8', 30e6),
  globalTpm('4FCE27C7', 'Anthropic Claude Opus 4.8', 30e6),
  crossRpm('11DFF789', 'Anthropic Claude Opus 4.6 V1', 10_000),
  crossTpm('0AD9BBE8', 'Anthropic Claude Opus 4.6 V1', 3e6),
  globalTpm('3DCCFAA4', 'Anthropic Claude Opus 4.6 V1', 3e6),
  crossRpm('CCA5DF70', 'Anthropic Claude Haiku 4.5', 10_000),
  crossTpm('58BE175A', 'Anthropic Claude Haiku 4.5', 5e6),
  tpd('6120CF2D', 'Anthropic Claude Haiku 4.5 (doubled for cross-region calls)', 3.6e9),
  globalRpm('E5084BBA', 'Anthropic Claude Haiku 4.5', 10_000),
  globalTpm('9A11C666', 'Anthropic Claude Haiku 4.5', 5e6),
  globalTpd('B5C049AE', 'Anthropic Claude Haiku 4.5', 7.2e9),
  crossRpm('559DCC33', 'Anthropic Claude Sonnet 4 V1', 200),
  crossTpm('59759B4A', 'Anthropic Claude Sonnet 4 V1', 200_000),
  tpd('22F701C5', 'Anthropic Claude Sonnet 4 V1 (doubled for cross-region calls)', 144e6),
  rpm('2DC80978', 'Anthropic Claude 3 Haiku', 1000, 400),
  tpm('8CE99163', 'Anthropic Claude 3 Haiku', 2e6, 300_000),
  crossRpm('616A3F5B', 'Anthropic Claude 3 Haiku', 2000, 800),
  crossTpm('DCADBC78', 'Anthropic Claude 3 Haiku', 4e6, 600_000),
  quota('Cross-Region model inference requests per minute for', false)(
    '1D3E59A3',
    'Anthropic Claude 3.5 Sonnet V2',
    100,
  ),
  quota('Cross-Region model inference tokens per minute for', true)(
    'FF8B4E28',
    'Anthropic Claude 3.5 Sonnet V2',
    800_000,
  ),
  quota('Cross-Region InvokeModel tokens per minute for', true)(
    '4BF37C17',
    'Anthropic Claude 3.5 Haiku',
    4e6,
  ),
  rpm('E386A278', 'Amazon Nova Lite', 1000, 100),
  tpm('70423BF8', 'Amazon Nova Lite', 2e6, 100_000),
  crossRpm('89F8391A', 'Amazon Nova Lite', 2000, 200),
  crossTpm('7C42E72A', 'Amazon Nova Lite', 4e6, 200_000),
  rpm('F2717A44', 'Amazon Nova Pro', 100),
  tpm('CE33604C', 'Amazon Nova Pro', 400_000),
  crossRpm('ED46B8C5', 'Amazon Nova Pro', 200, 100),
  crossTpm('C0326783', 'Amazon Nova Pro', 800_000, 200_000),
  crossRpm('F06F1187', 'Amazon Nova 2 Lite', 2000),
  crossTpm('C6F5908D', 'Amazon Nova 2 Lite', 4e6),
  globalRpm('D5F39C2F', 'Amazon Nova 2 Lite', 4000),
  globalTpm('71C69B70', 'Amazon Nova 2 Lite', 8e6),
  globalTpd('AD940EDE', 'Amazon Nova 2 Lite', 11.52e9),
  rpm('26C560CE', 'Amazon Titan Text Embeddings V2', 6000, 2000),
  tpm('DE641971', 'Amazon Titan Text Embeddings V2', 300_000),
  rpm('22EF3256', 'Meta Llama 3.3 70B Instruct', 400),
  tpm('372A660C', 'Meta Llama 3.3 70B Instruct', 300_000),
  crossRpm('DEDE703C', 'Meta Llama 3.3 70B Instruct', 800),
  crossTpm('0E7AA8B7', 'Meta Llama 3.3 70B Instruct', 600_000),
  rpm('1402869F', 'Mistral Large 2407', 400),
  tpm('1C28E1AB', 'Mistral Large 2407', 300_000),
  rpm('25B50707', 'OpenAI GPT OSS 120B', 1000),
  tpm('9DC5F595', 'OpenAI GPT OSS 120B', 400_000),
  quota('[bedrock-mantle endpoint] Input tokens per minute for', true)(
    '5E0C7719',
    'OpenAI GPT OSS 120B',
    4e6,
  ),
  quota('On-demand, latency-optimized model inference tokens per minute for', false)(
    '1B44A6D2',
    'Amazon Nova Pro V1',
    400_000,
  ),
  quota('On-demand InvokeModel concurrent requests for', true)('995EBD81', 'Amazon Nova 2 Sonic', 20),
  plain('E3F10727', 'Cross-Model Max Tokens Per Day', 150e6),
  plain('8B2D05C1', 'Model units per provisioned model for Amazon Nova Pro V1.0 24K', 0),
  plain('45B04988', 'Imported models per account', 3, true),
  plain('40EC9882', 'Inference profiles per account', 1000, true),
  plain('916C9264', 'Records per batch inference job for Nova Lite V1', 50_000, true),
];
