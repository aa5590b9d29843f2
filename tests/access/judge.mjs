// An independent simulator of IAM as the judge of proofs: one JSON line in, one out.
// In: {"policy": {...}, "account": "...", "requests": [{"principal", "action", "resource", "context"}]}.
// Out: whether each of the requests is allowed.
import { createInterface } from 'node:readline'
import { createValidatedPolicy, validateIdentityPolicy, validateResourcePolicy } from '@cloud-copilot/iam-policy'
import { anonymousPrincipal, runUnsafeSimulation } from '@cloud-copilot/iam-simulate'

const allowAll = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] }
const everything = {
  name: 'everything',
  policy: createValidatedPolicy(allowAll, validateIdentityPolicy, { name: 'everything' })
}

function isAllowed(resourcePolicy, request, accountId) {
  const anonymous = request.principal === 'anonymous'
  const simulation = {
    request: {
      principal: anonymous ? anonymousPrincipal : request.principal,
      action: request.action,
      resource: { resource: request.resource, accountId },
      contextVariables: request.context
    },
    identityPolicies: anonymous ? [] : [everything],
    serviceControlPolicies: [],
    resourceControlPolicies: [],
    resourcePolicy
  }
  return runUnsafeSimulation(simulation, {}) === 'Allowed'
}

for await (const line of createInterface({ input: process.stdin })) {
  const { policy, requests, account } = JSON.parse(line)
  const validated = createValidatedPolicy(policy, validateResourcePolicy, { name: 'policy' })
  if (validated.errors.length > 0) throw new Error(JSON.stringify([validated.errors, policy]))
  const verdicts = requests.map((request) => isAllowed(validated, request, account))
  process.stdout.write(JSON.stringify(verdicts) + '\n')
}
