import { sign } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { createServer, type Server } from 'node:https';
import { Agent, buildConnector } from 'undici';

/** Made for this test: no server has it. Valid for a century. */
const CERTIFICATE = `-----BEGIN CERTIFICATE-----
MIIDVzCCAj+gAwIBAgIUQuHzwp5X1g8Fya610oyOamxdOZIwDQYJKoZIhvcNAQEL
BQAwJjEkMCIGA1UEAwwbc25zLmV1LXdlc3QtMS5hbWF6b25hd3MuY29tMCAXDTI2
MTEyODAwMjQ1MVoYDzIxMjYxMTA0MDAyNDUxWjAmMSQwIgYDVQQDDBtzbnMuZXUt
d2VzdC0xLmFtYXpvbmF3cy5jb20wggEiMA0GCSqGSIb3DQEBAQUAA4IBDwAwggEK
AoIBAQCdQTIq/LfKG4oUTtsP+a3ER7hlu2goYlWz78nMqG+h4KhczgmlOft1HLQQ
Dc8fKsyqNhyFYp2+Z/ZIGdeojcNM5I6ndw88Ftaw9GZiHCPlDF78lyjd8WeCvzB6
nGWcQc6xCBZTXev7C18GLkkVSdPhzSt07pY3yy9b67360YVEzs6HeoLjXhOtLue9
LX9Vmhw2DM6nOAzJfwy8u/4Iu2HrjrwsKzoij8DGfIIEq6ofEM6QqLdvoFqSWWFE
CPu3k5EJ+UWqHVKcZeBhdWZN08IuLgELH1UHJsVYPU7ctayKzCHjuleDGXfBSg3Z
+DKTTLZb75MI4owzMuYu7ND9LGt9AgMBAAGjezB5MB0GA1UdDgQWBBRr0PDdwzOw
Y14T6VJSHNKhhuma1jAfBgNVHSMEGDAWgBRr0PDdwzOwY14T6VJSHNKhhuma1jAP
BgNVHRMBAf8EBTADAQH/MCYGA1UdEQQfMB2CG3Nucy5ldS13ZXN0LTEuYW1hem9u
YXdzLmNvbTANBgkqhkiG9w0BAQsFAAOCAQEAHp3RCisw0EfoXQ3OUfdpTbQVFkck
lr39ZerU/mpdvuqWF0uJto6WRdv8EhnJuBLU/kKO4PPOzx54IqyngdViCJojitPZ
5+5JkYm47p1wCGH3MluABnAq7CSeoCMvnvRqgrNKGk94ko+nes8ca9sJXD7XSS4c
eIDqoGLNH0XXv2nc3+pfePzfaC93g/gvdEY1Ys1l6NRzy53NTplu/UX3ilvstT8T
or0WhECWB5fmCxpqCY3KxR/gQ/npwrQkIPdZBUra6CMa8fh8cySAEooroNK6T/sM
rr0uNNRSAchCdYf/G4LdAZZUKrPluiGa/FkC2cP89vcNxTvLcFSLZ1P35g==
-----END CERTIFICATE-----`;
const KEY = `-----BEGIN PRIVATE KEY-----
MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQCdQTIq/LfKG4oU
TtsP+a3ER7hlu2goYlWz78nMqG+h4KhczgmlOft1HLQQDc8fKsyqNhyFYp2+Z/ZI
GdeojcNM5I6ndw88Ftaw9GZiHCPlDF78lyjd8WeCvzB6nGWcQc6xCBZTXev7C18G
LkkVSdPhzSt07pY3yy9b67360YVEzs6HeoLjXhOtLue9LX9Vmhw2DM6nOAzJfwy8
u/4Iu2HrjrwsKzoij8DGfIIEq6ofEM6QqLdvoFqSWWFECPu3k5EJ+UWqHVKcZeBh
dWZN08IuLgELH1UHJsVYPU7ctayKzCHjuleDGXfBSg3Z+DKTTLZb75MI4owzMuYu
7ND9LGt9AgMBAAECggEALSIMnYTZ1QJxb2GwgtXEtyxkcqJGgyyx70pXj0saewnp
GHW0E/1fu92ImoD0HLxicEnGhsvmfUMGTuxH1qMVVgjVHqBPuY3OgYwrpGXyMWeL
DZDu1EBYVpC7/7zKdv32Lh4lljjDJVK+q532MMt3KfwCSHW/nHTO+2FeLdIbn0MO
nGa/ea6ybrT7+q17c+GdkkLmXv4nkhP5RRiTcblp3MWnRtyDunJ/w9sKyOucRR+H
ha18EHc/bnyODT2F6Kk6bUYDj6IRxvLr5doUIfDtiiAkdkHaODHEZLpYg3DN9ojf
gwnsu8oYLed8fElwB2NihkCbCSD5JyD7pUrvXPpyawKBgQDI2ThZu79dAe6u3Ub2
dHXeh1FJWvs+W537oMOchnaF3ToRi1xLtixLtGFIONeBj0INxbkiP/GV5GVPD1o0
kf68884YUwO9gjE1WTH3hnai6PCfg+25nXxTo1hngzO38cBGW1jQjHnFfjJNjfRV
MI04Z6KgE3BNz7wNMT+gr+nQSwKBgQDIb4SBTUNmytWXSTWkUcH9bkS5Bk0r9Hgi
e035e4G1mRX/eT1bJEkh5PGXJhC/iu5eE1W+d2yf1yiGKsDLtCVQA4RKsgAUB8Lj
rke/UsWKGIOtGYvSfgwTSUvAlYRp1LxfqUVPRklMsIlXyah+31mdTat5cbhp7Q3c
rqzjGzKmVwKBgDSBvR6QW5XIBIsIZB3YElxric+gjmAd+W4n+Bt6d4/FZwHhKe7N
IEVmUaxc19ISDpWlJCIVD2Y9QFLr04w8wpjJMA7h3O91EsI8oDhymZ87QHSjO8mz
pyYCZQEipqmm9Lov9UcIAmmj9SibPM3slG6zgStSCaD99s6IGnc6peiDAoGBAKLQ
k55FGN9DHMXLnltgXmhzTjfOOpnd+EhqSSjDftX5CLmBzqlejFmQE/9n2Gr/fCnH
IvuZHw+oQy7ZQ8s1Bqo8cRYMCaw7scApLfboUbafuza9basK4Nw5yeMikXE2cd5z
Le37dkdpj+dT1B9bZvw0v3njOp4xBfWhnqbMzRP5AoGAELqAOm50OLb92Te+m06a
ArdCmsHnHtVv2muZpSgTkTblHXM88sN2UIf1Dp9FA9P3dL3V26Ye30fGzYcGoTj4
0nfZPjxQhzXgD5i730v3zXZegxXQXXJWF7U48UFmwdhrd0GKCyU4WgGKxBDUCB/G
26OUeJu1quqh+stC7KXE76w=
-----END PRIVATE KEY-----`;

const HOST = 'sns.eu-west-1.amazonaws.com';
const ORDER = ['Message', 'MessageId', 'SubscribeURL', 'Subject', 'Timestamp', 'Token', 'TopicArn', 'Type'];

/** Stands in for Amazon SNS, over TLS on a real socket: gives its certificate, and hears who confirms a subscription. */
export class FakeSns {
  /** Paths that were asked for. */
  readonly asked: string[] = [];
  /** What it answers with in place of its certificate. */
  certificate = CERTIFICATE;
  readonly topic = 'arn:aws:sns:eu-west-1:123456789012:bounces';
  readonly certificateUrl = `https://${HOST}/SimpleNotificationService-1.pem`;
  private server: Server | undefined;
  private port = 0;

  async start(): Promise<this> {
    const server = createServer({ cert: CERTIFICATE, key: KEY }, (request: IncomingMessage, response) => {
      this.asked.push(request.url ?? '');
      response.end(request.url?.endsWith('.pem') ? this.certificate : 'confirmed');
    });
    this.server = server;
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const address = server.address();
    if (address && typeof address === 'object') this.port = address.port;
    return this;
  }

  /** Leads connections to Amazon to this server, and all others to where they want to go. */
  dispatcher(): Agent {
    const usual = buildConnector({});
    const here = buildConnector({ ca: CERTIFICATE });
    return new Agent({
      connect: (options, done) =>
        options.hostname.endsWith('.amazonaws.com')
          ? here({ ...options, hostname: '127.0.0.1', port: String(this.port), servername: HOST }, done)
          : usual(options, done),
    });
  }

  /** A message as SNS posts it. */
  notification(message: object, differs: Record<string, string> = {}): Record<string, string> {
    return this.signed({ Type: 'Notification', Message: JSON.stringify(message), ...differs });
  }

  /** The first message of a subscription. */
  confirmation(subscribeUrl = `https://${HOST}/?Action=ConfirmSubscription&Token=abc`) {
    return this.signed({
      Type: 'SubscriptionConfirmation',
      Message: 'You have chosen to subscribe.',
      Token: 'abc',
      SubscribeURL: subscribeUrl,
    });
  }

  private signed(fields: Record<string, string>): Record<string, string> {
    const message: Record<string, string> = {
      MessageId: '22b80b92-fdea-4c2c-8f9d-bdfb0c7bf324',
      TopicArn: this.topic,
      Timestamp: '2037-10-03T08:00:03.000Z',
      SignatureVersion: '2',
      SigningCertURL: this.certificateUrl,
      ...fields,
    };
    const text = ORDER.filter((name) => message[name] !== undefined)
      .map((name) => `${name}\n${message[name]}\n`)
      .join('');
    const digest = message.SignatureVersion === '1' ? 'sha1' : 'sha256';
    return { ...message, Signature: sign(digest, Buffer.from(text), KEY).toString('base64') };
  }

  async stop(): Promise<void> {
    this.server?.closeAllConnections();
    await new Promise((done) => this.server?.close(done));
  }
}
