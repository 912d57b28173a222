/**
 * The command that switches a Region's invocation logging on. Source: AWS CLI reference,
 * `bedrock put-model-invocation-logging-configuration`. Pure.
 * @module
 */

/** With metadata only: prompts and answers then stay out of the logs. */
export function enableLoggingCommand(region: string, account: string): string {
  const config = {
    cloudWatchConfig: {
      logGroupName: '/aws/bedrock/modelinvocations',
      roleArn: `arn:aws:iam::${/^\d{12}$/.test(account) ? account : 'ACCOUNT'}:role/BedrockInvocationLogging`,
    },
    textDataDeliveryEnabled: false,
    imageDataDeliveryEnabled: false,
    embeddingDataDeliveryEnabled: false,
    videoDataDeliveryEnabled: false,
    audioDataDeliveryEnabled: false,
  };
  return `aws bedrock put-model-invocation-logging-configuration --region ${region} --logging-config '${JSON.stringify(config)}'`;
}
