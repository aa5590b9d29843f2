// The yardstick of benchmarks/synth.py: the resources of the generated registry, declared in JavaScript with
// aws-cdk-lib's own constructs. It is given the names (the file that context "names" names: stack -> [kind, name]) and
// checks nothing, so it has less to do than the app that it is compared with.

'use strict';

const { readFileSync } = require('node:fs');
const cdk = require('aws-cdk-lib');
const ecr = require('aws-cdk-lib/aws-ecr');
const iam = require('aws-cdk-lib/aws-iam');
const kms = require('aws-cdk-lib/aws-kms');
const secretsmanager = require('aws-cdk-lib/aws-secretsmanager');
const cr = require('aws-cdk-lib/custom-resources');

const HUB = '111111111111';
const REGION = 'us-east-1';
const ORGANIZATION = 'o-a1b2c3d4e5';
const UNITS = {
  production: `${ORGANIZATION}/r-ab12/ou-ab12-11111111/*`,
  build: `${ORGANIZATION}/r-ab12/ou-ab12-22222222/*`,
};
const PULL = ['ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'];
const PUSH = [...PULL, 'ecr:CompleteLayerUpload', 'ecr:InitiateLayerUpload', 'ecr:PutImage', 'ecr:UploadLayerPart'];
const RETAIN = cdk.RemovalPolicy.RETAIN;

const days = (count) => (count === 1 ? '1 day' : `${count} days`);
const untagged = (count) => ({
  description: `clean Untagged after ${days(count)}`,
  tagStatus: ecr.TagStatus.UNTAGGED,
  maxImageAge: cdk.Duration.days(count),
});
const branch = (prefix) => ({
  description: `clean '${prefix}*' after 180 days`,
  tagPrefixList: [prefix],
  maxImageAge: cdk.Duration.days(180),
});
const release = (pattern) => ({
  description: `keep '${pattern}' forever`,
  tagPatternList: [pattern],
  maxImageCount: 999999,
});
const numbered = (rules) => rules.map((rule, index) => ({ ...rule, rulePriority: 10 * (index + 1) }));

const teamLifecycle = () =>
  numbered([release('v*'), release('release-*'), branch('develop'), branch('feature'), branch('hotfix'), untagged(1)]);
const cacheLifecycle = () =>
  numbered([
    { description: 'the last ten of each cache', tagPatternList: ['cache-*'], maxImageCount: 10 },
    { ...untagged(1), description: 'what no tag points at any more' },
  ]);
// Not in the L2's grammar, hence by an override.
const ARCHIVE = [
  {
    rulePriority: 10,
    description: 'archive what was not pulled for 180 days',
    selection: { tagStatus: 'any', countType: 'sinceImagePulled', countUnit: 'days', countNumber: 180 },
    action: { type: 'transition', targetStorageClass: 'archive' },
  },
  {
    rulePriority: 20,
    description: 'delete after 365 days in the archive',
    selection: {
      tagStatus: 'any',
      storageClass: 'archive',
      countType: 'sinceImageTransitioned',
      countUnit: 'days',
      countNumber: 365,
    },
    action: { type: 'expire' },
  },
];

const units = (access, unit) =>
  new iam.PolicyStatement({
    sid: `Organizational units ${access}`,
    principals: [new iam.StarPrincipal()],
    actions: access === 'push' ? PUSH : PULL,
    conditions: { 'ForAnyValue:StringLike': { 'aws:PrincipalOrgPaths': [UNITS[unit]] } },
  });
const accounts = (account) =>
  new iam.PolicyStatement({
    sid: 'Accounts push',
    principals: [new iam.ArnPrincipal(`arn:aws:iam::${account}:root`)],
    actions: PUSH,
  });
const lambda = (ids) =>
  new iam.PolicyStatement({
    sid: 'lambda pull',
    principals: [new iam.ServicePrincipal('lambda.amazonaws.com')],
    actions: ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
    conditions: { ArnLike: { 'aws:SourceArn': ids.map((id) => `arn:aws:lambda:*:${id}:function:*`) } },
  });

function repository(stack, kind, name, key) {
  const cached = kind === 'caches';
  const made = new ecr.Repository(stack, name.replaceAll('/', ':'), {
    repositoryName: name,
    encryptionKey: cached ? undefined : key,
    imageTagMutability: cached ? ecr.TagMutability.IMMUTABLE_WITH_EXCLUSION : ecr.TagMutability.IMMUTABLE,
    imageTagMutabilityExclusionFilters: cached
      ? [ecr.ImageTagMutabilityExclusionFilter.wildcard('cache-*')]
      : undefined,
    imageScanOnPush: true,
    lifecycleRules: kind === 'payments' ? undefined : cached ? cacheLifecycle() : teamLifecycle(),
    removalPolicy: RETAIN,
  });
  if (kind === 'payments') {
    made.node.defaultChild.lifecyclePolicy = { lifecyclePolicyText: JSON.stringify({ rules: ARCHIVE }) };
    made.addToResourcePolicy(units('pull', 'production'));
    made.addToResourcePolicy(accounts('333333333333'));
    cdk.Tags.of(made).add('data-classification', 'confidential');
  }
  if (kind === 'red') made.addToResourcePolicy(units('push', 'build'));
  if (name.includes('/functions/')) made.addToResourcePolicy(lambda([HUB, '222222222222']));
  cdk.Tags.of(made).add('owner', 'platform');
}

function accountSetting(stack, name, value) {
  const call = {
    service: 'ECR',
    action: 'putAccountSetting',
    parameters: { name, value },
    physicalResourceId: cr.PhysicalResourceId.of(name),
  };
  return new cr.AwsCustomResource(stack, name, {
    onCreate: call,
    onUpdate: call,
    installLatestAwsSdk: false,
    resourceType: 'Custom::EcrAccountSetting',
    policy: cr.AwsCustomResourcePolicy.fromStatements([
      new iam.PolicyStatement({ actions: ['ecr:PutAccountSetting'], resources: ['*'] }),
    ]),
  });
}

// What hub and replicas have alike. Returns their key.
function registry(stack, more = []) {
  cdk.Tags.of(stack).add('owner', 'platform');
  const arn = (name) => `arn:aws:ecr:${stack.region}:${stack.account}:repository/${name}`;
  const key = new kms.Key(stack, 'Key', { enableKeyRotation: true, removalPolicy: RETAIN });
  const policy = new ecr.CfnRegistryPolicy(stack, 'Policy', {
    policyText: {
      Version: '2012-10-17',
      Statement: [
        {
          Sid: 'OrganizationReadOnlyAccess',
          Effect: 'Allow',
          Principal: '*',
          Action: PULL,
          Condition: { StringEquals: { 'aws:PrincipalOrgID': ORGANIZATION } },
          Resource: [arn('*')],
        },
        ...more,
      ],
    },
  });
  policy.applyRemovalPolicy(RETAIN);
  policy.node.addDependency(accountSetting(stack, 'REGISTRY_POLICY_SCOPE', 'V2'));
  policy.node.addDependency(accountSetting(stack, 'BASIC_SCAN_TYPE_VERSION', 'AWS_NATIVE'));
  new ecr.CfnRegistryScanningConfiguration(stack, 'Scanning', {
    scanType: 'BASIC',
    rules: [{ scanFrequency: 'SCAN_ON_PUSH', repositoryFilters: [{ filter: '*', filterType: 'WILDCARD' }] }],
  }).applyRemovalPolicy(RETAIN);
  return key;
}

function template(stack, prefix, appliedFor, key) {
  const role = new iam.Role(stack, `Role-${prefix}`, {
    assumedBy: new iam.ServicePrincipal('ecr.amazonaws.com'),
    inlinePolicies: {
      CreateRepositories: new iam.PolicyDocument({
        statements: [
          new iam.PolicyStatement({
            actions: ['ecr:CreateRepository', 'ecr:ReplicateImage', 'ecr:TagResource'],
            resources: [stack.formatArn({ service: 'ecr', resource: `repository/${prefix}/*` })],
          }),
          new iam.PolicyStatement({
            actions: ['kms:CreateGrant', 'kms:DescribeKey', 'kms:RetireGrant'],
            resources: [key.keyArn],
          }),
        ],
      }),
    },
  });
  return new ecr.CfnRepositoryCreationTemplate(stack, `Template-${prefix}`, {
    prefix,
    appliedFor: [appliedFor],
    imageTagMutability: appliedFor === 'PULL_THROUGH_CACHE' ? 'MUTABLE' : 'IMMUTABLE',
    encryptionConfiguration: { encryptionType: 'KMS', kmsKey: key.keyArn },
    customRoleArn: role.roleArn,
    resourceTags: [{ key: 'owner', value: 'platform' }],
  });
}

function hub(app) {
  const stack = new cdk.Stack(app, 'Registry-Hub', { env: { account: HUB, region: REGION } });
  const key = registry(stack);
  const secret = new secretsmanager.Secret(stack, 'Credential', {
    secretName: 'ecr-pullthroughcache/docker-hub',
    generateSecretString: { secretStringTemplate: '{"username": "example-bot"}', generateStringKey: 'accessToken' },
    removalPolicy: RETAIN,
  });
  const cache = (name, url, credentialArn) =>
    new ecr.CfnPullThroughCacheRule(stack, `Cache-${name}`, {
      ecrRepositoryPrefix: name,
      upstreamRegistry: name,
      upstreamRegistryUrl: url,
      credentialArn,
    }).addResourceDependency(template(stack, name, 'PULL_THROUGH_CACHE', key));
  cache('ecr-public', 'public.ecr.aws');
  cache('docker-hub', 'registry-1.docker.io', secret.secretArn);
  template(stack, 'sandbox', 'CREATE_ON_PUSH', key);
  const filters = [{ filter: 'payments/', filterType: 'PREFIX_MATCH' }];
  new ecr.CfnReplicationConfiguration(stack, 'Replication', {
    replicationConfiguration: {
      rules: [
        { destinations: [{ region: 'eu-west-1', registryId: HUB }] },
        { destinations: [{ region: 'eu-west-1', registryId: '222222222222' }], repositoryFilters: filters },
      ],
    },
  });
  return { stack, key };
}

function replica(app, account, prefixes, more) {
  const env = { account, region: 'eu-west-1' };
  const stack = new cdk.Stack(app, `Registry-Replica-${account}-${env.region}`, { env });
  const key = registry(stack, more);
  for (const prefix of prefixes) template(stack, prefix, 'REPLICATION', key);
  return stack;
}

const app = new cdk.App();
const names = JSON.parse(readFileSync(app.node.getContext('names'), 'utf8'));
const { stack: hubStack, key } = hub(app);
hubStack.addStackDependency(replica(app, HUB, ['ROOT', 'payments']));
hubStack.addStackDependency(
  replica(app, '222222222222', ['payments'], [
    {
      Sid: 'ReplicationFromAccountsPayments',
      Effect: 'Allow',
      Principal: { AWS: `arn:aws:iam::${HUB}:root` },
      Action: ['ecr:CreateRepository', 'ecr:ReplicateImage'],
      Resource: ['arn:aws:ecr:eu-west-1:222222222222:repository/payments/*'],
    },
  ]),
);
for (const [id, repositories] of Object.entries(names)) {
  const stack = new cdk.Stack(app, id, { env: { account: HUB, region: REGION } });
  for (const [kind, name] of repositories) repository(stack, kind, name, key);
  stack.addStackDependency(hubStack);
}
app.synth();
