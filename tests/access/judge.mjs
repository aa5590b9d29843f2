// An independent simulator of IAM as the judge of proofs: one JSON line in, one out.
// In: {"policy": {...}, "requests": [{"principal", "action", "resource", "context"}]}. Out: a list of verdicts.
import { createInterface } from 'node:readline'
import { anonymousPrincipal, runSimulation } from '@cloud-copilot/iam-simulate'

const everything = {
  name: 'everything',
  policy: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] }
}

async function isAllowed(policy, request, account) {
  const anonymous = request.principal === 'anonymous'
  const simulation = {
    request: {
      principal: anonymous ? anonymousPrincipal : request.principal,
      action: request.action,
      resource: { resource: request.resource, accountId: account },
      contextVariables: request.context
    },
    identityPolicies: anonymous ? [] : [everything],
    serviceControlPolicies: [],
    resourceControlPolicies: [],
    resourcePolicy: policy
  }
  const found = await runSimulation(simulation, {})
  if (found.resultType === 'error') throw new Error(JSON.stringify([found.errors, policy, request]))
  return found.overallResult === 'Allowed'
}

for await (const line of createInterface({ input: process.stdin })) {
  const { policy, requests, account } = JSON.parse(line)
  const verdicts = []
  for (const request of requests) verdicts.push(await isAllowed(policy, request, account))
  process.stdout.write(JSON.stringify(verdicts) + '\n')
}
