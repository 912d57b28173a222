/**
 * How a service words its answers and errors on the wire (Smithy: "AWS protocols").
 * @module
 */
import type { AwsError } from './aws-error.ts';
import { element, XML_HEAD, type Xml } from './xml.ts';

export interface Protocol {
  answer(output: unknown, operation: string, requestId: string): Response;
  failure(error: AwsError, requestId: string): Response;
}

/** AWS JSON 1.0 and 1.1: the error's name is in the body. */
export const awsJson = (version: '1.0' | '1.1'): Protocol => {
  const headers = (requestId: string) => ({
    'content-type': `application/x-amz-json-${version}`,
    'x-amzn-requestid': requestId,
  });
  return {
    answer: (output, _operation, requestId) =>
      new Response(JSON.stringify(output ?? {}), { headers: headers(requestId) }),
    failure: (error, requestId) =>
      new Response(JSON.stringify({ __type: error.code, message: error.message }), {
        status: error.status,
        headers: { ...headers(requestId), ...error.headers },
      }),
  };
};

/**
 * AWS JSON 1.0 of a service that used to speak the query protocol: the old code stands in a header.
 * @param shapes errors that the model names otherwise than the old code
 */
export const queryCompatibleJson = (
  namespace: string,
  shapes: Readonly<Record<string, string>> = {},
): Protocol => ({
  ...awsJson('1.0'),
  failure: (error, requestId) => {
    const side = error.status < 500 ? 'Sender' : 'Receiver';
    const known = shapes[error.code];
    const shape =
      known ?? (/(Exception|Error|Fault|Failure)$/.test(error.code) ? error.code : `${error.code}Exception`);
    return new Response(JSON.stringify({ __type: `${namespace}#${shape}`, message: error.message }), {
      status: error.status,
      headers: {
        'content-type': 'application/x-amz-json-1.0',
        'x-amzn-requestid': requestId,
        'x-amzn-query-error': `${error.code};${side}`,
        ...error.headers,
      },
    });
  },
});

/** REST JSON: the error's name is in a header. */
export const restJson: Protocol = {
  answer: (output, _operation, requestId) =>
    new Response(JSON.stringify(output ?? {}), {
      headers: { 'content-type': 'application/json', 'x-amzn-requestid': requestId },
    }),
  failure: (error, requestId) =>
    new Response(JSON.stringify({ message: error.message }), {
      status: error.status,
      headers: {
        'content-type': 'application/json',
        'x-amzn-requestid': requestId,
        'x-amzn-errortype': `${error.code}:http://internal.amazon.com/coral/com.amazon.bedrock/`,
        ...error.headers,
      },
    }),
};

const STS_NAMESPACE = 'https://sts.amazonaws.com/doc/2011-06-15/';

/** The query protocol, as STS speaks it. */
export const queryXml: Protocol = {
  answer: (output, operation, requestId) =>
    xml(
      element(
        `${operation}Response`,
        { [`${operation}Result`]: output as Xml, ResponseMetadata: { RequestId: requestId } },
        STS_NAMESPACE,
      ),
      requestId,
    ),
  failure: (error, requestId) => {
    const Type = error.status < 500 ? 'Sender' : 'Receiver';
    const body = { Error: { Type, Code: error.code, Message: error.message }, RequestId: requestId };
    return xml(element('ErrorResponse', body, STS_NAMESPACE), requestId, error);
  },
};

/** REST XML, as S3 speaks it. Handlers answer with whole responses. */
export const restXml: Protocol = {
  answer: (output) => {
    if (output instanceof Response) return output;
    throw new TypeError('an S3 operation answers with a response');
  },
  failure: (error, requestId) =>
    xml(
      element('Error', {
        Code: error.code,
        Message: error.message,
        RequestId: requestId,
        HostId: 'simulator',
      }),
      requestId,
      error,
    ),
};

function xml(body: string, requestId: string, error?: AwsError): Response {
  return new Response(XML_HEAD + body, {
    status: error?.status ?? 200,
    headers: {
      'content-type': 'application/xml',
      'x-amzn-requestid': requestId,
      'x-amz-request-id': requestId,
      ...error?.headers,
    },
  });
}
