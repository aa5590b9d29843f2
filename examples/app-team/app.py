"""An application team's own CDK app, with a governed repository in it. Needs: pip install governed-ecr"""

import aws_cdk as cdk

from governed_ecr import GovernedRepository, LifecyclePolicy, Share

app = cdk.App()
stack = cdk.Stack(app, "Shop")
repository = GovernedRepository(
    stack,
    "Images",
    repository_name="shop/web",
    lifecycle=LifecyclePolicy.keep_releases("v*", then=LifecyclePolicy.branch_builds()),
    sharing=[Share.with_organization("o-a1b2c3d4e5")],
)
cdk.CfnOutput(stack, "Push to", value=repository.repository_uri)
app.synth()
