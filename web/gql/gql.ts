/* eslint-disable */
import * as types from './graphql.ts';
import type { TypedDocumentNode as DocumentNode } from '@graphql-typed-document-node/core';

/**
 * Map of all GraphQL operations in the project.
 *
 * This map has several performance disadvantages:
 * 1. It is not tree-shakeable, so it will include all operations in the project.
 * 2. It is not minifiable, so the string of a GraphQL query will be multiple times inside the bundle.
 * 3. It does not support dead code elimination, so it will add unused operations.
 *
 * Therefore it is highly recommended to use the babel or swc plugin for production.
 * Learn more about it here: https://the-guild.dev/graphql/codegen/plugins/presets/preset-client#reducing-bundle-size
 */
type Documents = {
    "\n  mutation AddKeyDialog_AddMutation($input: AddSigningKeyInput!) {\n    addSigningKey(input: $input) {\n      ...SigningKey_KeyFragment\n    }\n  }\n": typeof types.AddKeyDialog_AddMutationDocument,
    "\n  mutation ArtifactActions_PromoteMutation($input: PromoteArtifactInput!) {\n    promoteArtifact(input: $input) {\n      ...ArtifactPage_ArtifactFragment\n    }\n  }\n": typeof types.ArtifactActions_PromoteMutationDocument,
    "\n  query ArtifactFilterBar_KeysQuery {\n    signingKeys {\n      keyId\n      name\n    }\n  }\n": typeof types.ArtifactFilterBar_KeysQueryDocument,
    "\n  fragment ArtifactPage_ArtifactFragment on Artifact {\n    id\n    name\n    version\n    mediaType\n    digest\n    size\n    mirrors\n    retentionDays\n    state\n    channel\n    reason\n    deviceCount\n    registeredAt\n    registeredBy\n    registeredByUser {\n      id\n      name\n      email\n    }\n    uploadedAt\n    judgedAt\n    promotedAt\n    withdrawnAt\n    withdrawReason\n    bytesRemovedAt\n    faults {\n      reason\n      words\n      evidenceId\n    }\n    signers {\n      keyId\n      role\n      evidenceId\n      key {\n        keyId\n        name\n        state\n      }\n    }\n    evidence {\n      evidenceId\n      kind\n      mediaType\n      digest\n      size\n      attachedAt\n      attachedBy\n    }\n    sboms {\n      evidenceId\n      specVersion\n      components\n    }\n    provenance {\n      predicateType\n      builder\n      buildType\n      invocation\n      finishedAt\n      materials {\n        uri\n        digest\n      }\n    }\n  }\n": typeof types.ArtifactPage_ArtifactFragmentFragmentDoc,
    "\n  query ArtifactList_ArtifactsQuery(\n    $first: Int!\n    $after: String\n    $containing: String\n    $state: ArtifactState\n    $channel: ArtifactChannel\n    $signedBy: ID\n  ) {\n    artifacts(\n      first: $first\n      after: $after\n      containing: $containing\n      state: $state\n      channel: $channel\n      signedBy: $signedBy\n    ) {\n      edges {\n        node {\n          ...ArtifactRow_ArtifactFragment\n        }\n      }\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n    }\n  }\n": typeof types.ArtifactList_ArtifactsQueryDocument,
    "\n  query ArtifactPage_ArtifactQuery($id: ID!) {\n    artifact(id: $id) {\n      ...ArtifactPage_ArtifactFragment\n    }\n    signingThresholds {\n      role\n      threshold\n    }\n  }\n": typeof types.ArtifactPage_ArtifactQueryDocument,
    "\n  fragment ArtifactRow_ArtifactFragment on Artifact {\n    id\n    name\n    version\n    digest\n    size\n    state\n    channel\n    reason\n    registeredAt\n    deviceCount\n    signers {\n      keyId\n      role\n      key {\n        keyId\n        name\n      }\n    }\n  }\n": typeof types.ArtifactRow_ArtifactFragmentFragmentDoc,
    "\n  query ComponentUsesPanel_UsesQuery($purl: String, $name: String, $versions: String, $after: String) {\n    componentUses(first: 50, after: $after, purl: $purl, name: $name, versions: $versions) {\n      edges {\n        node {\n          artifactId\n          evidenceId\n          name\n          version\n          purl\n          artifact {\n            id\n            name\n            version\n            state\n            deviceCount\n          }\n        }\n      }\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n    }\n  }\n": typeof types.ComponentUsesPanel_UsesQueryDocument,
    "\n  query ComponentsTab_ArtifactQuery($id: ID!, $containing: String, $after: String) {\n    artifact(id: $id) {\n      id\n      components(first: 100, after: $after, containing: $containing) {\n        edges {\n          node {\n            evidenceId\n            name\n            version\n            purl\n            type\n          }\n        }\n        pageInfo {\n          hasNextPage\n          endCursor\n        }\n      }\n    }\n  }\n": typeof types.ComponentsTab_ArtifactQueryDocument,
    "\n  fragment DeviceSoftwareTable_SoftwareFragment on DeviceSoftware {\n    name\n    version\n    digest\n    since\n    trace\n    artifact {\n      id\n    }\n    device {\n      id\n      name\n    }\n  }\n": typeof types.DeviceSoftwareTable_SoftwareFragmentFragmentDoc,
    "\n  query DevicesRunningPanel_DevicesQuery($purl: String, $name: String, $versions: String, $after: String) {\n    devicesRunning(first: 50, after: $after, purl: $purl, name: $name, versions: $versions) {\n      edges {\n        node {\n          ...DeviceSoftwareTable_SoftwareFragment\n        }\n      }\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n    }\n  }\n": typeof types.DevicesRunningPanel_DevicesQueryDocument,
    "\n  mutation PullTokenDialog_CreateMutation($input: CreatePullTokenInput!) {\n    createPullToken(input: $input) {\n      token\n      path\n      expiresAt\n    }\n  }\n": typeof types.PullTokenDialog_CreateMutationDocument,
    "\n  query RevokeKeyDialog_ArtifactsQuery($keyId: ID!) {\n    artifacts(first: 200, signedBy: $keyId) {\n      edges {\n        node {\n          id\n          name\n          version\n          state\n          signers {\n            keyId\n            role\n          }\n        }\n      }\n      pageInfo {\n        hasNextPage\n      }\n    }\n  }\n": typeof types.RevokeKeyDialog_ArtifactsQueryDocument,
    "\n  mutation RevokeKeyDialog_RevokeMutation($input: RevokeSigningKeyInput!) {\n    revokeSigningKey(input: $input) {\n      ...SigningKey_KeyFragment\n    }\n  }\n": typeof types.RevokeKeyDialog_RevokeMutationDocument,
    "\n  mutation RotateKeyDialog_RotateMutation($input: RotateSigningKeyInput!) {\n    rotateSigningKey(input: $input) {\n      ...SigningKey_KeyFragment\n    }\n  }\n": typeof types.RotateKeyDialog_RotateMutationDocument,
    "\n  query RunningOnTab_ArtifactQuery($id: ID!, $after: String) {\n    artifact(id: $id) {\n      id\n      runningOn(first: 50, after: $after) {\n        edges {\n          node {\n            ...DeviceSoftwareTable_SoftwareFragment\n          }\n        }\n        pageInfo {\n          hasNextPage\n          endCursor\n        }\n      }\n    }\n  }\n": typeof types.RunningOnTab_ArtifactQueryDocument,
    "\n  fragment SigningKey_KeyFragment on SigningKey {\n    keyId\n    name\n    role\n    algorithm\n    publicKeyPem\n    state\n    validFrom\n    validUntil\n    addedAt\n    addedBy\n    addedByUser {\n      id\n      name\n      email\n    }\n    successorId\n    revokedAt\n    revokeReason\n    artifactCount\n    deviceCount\n  }\n": typeof types.SigningKey_KeyFragmentFragmentDoc,
    "\n  query SigningKeys_KeysQuery {\n    signingKeys {\n      ...SigningKey_KeyFragment\n    }\n    signingThresholds {\n      role\n      threshold\n    }\n  }\n": typeof types.SigningKeys_KeysQueryDocument,
    "\n  mutation ThresholdsPanel_SetMutation($input: SetSigningThresholdInput!) {\n    setSigningThreshold(input: $input) {\n      role\n      threshold\n    }\n  }\n": typeof types.ThresholdsPanel_SetMutationDocument,
    "\n  mutation VerdictPanel_VerifyMutation($artifactId: ID!) {\n    verifyArtifact(artifactId: $artifactId) {\n      ...ArtifactPage_ArtifactFragment\n    }\n  }\n": typeof types.VerdictPanel_VerifyMutationDocument,
    "\n  query VersionsTab_ArtifactsQuery($name: String!) {\n    artifacts(first: 100, name: $name) {\n      edges {\n        node {\n          ...ArtifactRow_ArtifactFragment\n        }\n      }\n      pageInfo {\n        hasNextPage\n      }\n    }\n  }\n": typeof types.VersionsTab_ArtifactsQueryDocument,
    "\n  mutation WithdrawDialog_WithdrawMutation($input: WithdrawArtifactInput!) {\n    withdrawArtifact(input: $input) {\n      ...ArtifactPage_ArtifactFragment\n    }\n  }\n": typeof types.WithdrawDialog_WithdrawMutationDocument,
    "\n  mutation ApproveBatch_ApproveMutation($input: ApproveBatchInput!) {\n    approveBatch(input: $input) {\n      id\n      state\n    }\n  }\n": typeof types.ApproveBatch_ApproveMutationDocument,
    "\n  mutation BatchDialog_StartMutation($input: StartBatchInput!) {\n    startBatch(input: $input) {\n      id\n      state\n    }\n  }\n": typeof types.BatchDialog_StartMutationDocument,
    "\n  query BatchList_BatchesQuery {\n    batches(first: 50) {\n      edges {\n        node {\n          id\n          state\n          reason\n          plannedAt\n          startedAt\n          endedAt\n          plan {\n            id\n            action\n            devices\n          }\n          progress {\n            state\n            count\n          }\n        }\n      }\n    }\n  }\n": typeof types.BatchList_BatchesQueryDocument,
    "\n  query ExportDevices_DevicesQuery($q: String, $after: String) {\n    devices(first: 200, q: $q, after: $after) {\n      edges {\n        node {\n          id\n          name\n          kind\n          trust\n          phase\n          connectivity {\n            mode\n            lastSeenAt\n          }\n          domain {\n            id\n            path\n          }\n          location {\n            id\n            name\n          }\n        }\n      }\n      pageInfo {\n        endCursor\n        hasNextPage\n      }\n    }\n  }\n": typeof types.ExportDevices_DevicesQueryDocument,
    "\n  mutation StopBatch_StopMutation($input: StopBatchInput!) {\n    stopBatch(input: $input) {\n      id\n      state\n    }\n  }\n": typeof types.StopBatch_StopMutationDocument,
    "\n  mutation BatchPlan_PlanMutation($input: PlanBatchInput!) {\n    planBatch(input: $input) {\n      id\n      action\n      expiresAt\n      devices\n      byState {\n        state\n        count\n      }\n      domains {\n        domainId\n        count\n        domain {\n          id\n          name\n        }\n      }\n      tenants\n      relaysCutOff\n      actLater\n      needsApproval\n      why {\n        detail\n      }\n      confirm\n      sample(first: 5) {\n        edges {\n          node {\n            id\n            name\n          }\n        }\n      }\n    }\n  }\n": typeof types.BatchPlan_PlanMutationDocument,
    "\n  query Batch_BatchQuery($id: ID!) {\n    batch(id: $id) {\n      id\n      state\n      reason\n      plannedBy\n      plannedByUser {\n        id\n        name\n        email\n      }\n      plannedAt\n      startedBy\n      startedByUser {\n        id\n        name\n        email\n      }\n      approvedBy\n      approvedByUser {\n        id\n        name\n        email\n      }\n      startedAt\n      endedAt\n      endReason\n      expiresAt\n      progress {\n        state\n        count\n      }\n      plan {\n        id\n        action\n        payload\n        devices\n        actLater\n        relaysCutOff\n        needsApproval\n        why {\n          detail\n        }\n        byState {\n          state\n          count\n        }\n        domains {\n          domainId\n          count\n          domain {\n            id\n            name\n          }\n        }\n      }\n      targets(first: 50, state: REFUSED) {\n        edges {\n          node {\n            deviceId\n            code\n            message\n            device {\n              id\n              name\n            }\n          }\n        }\n      }\n    }\n  }\n": typeof types.Batch_BatchQueryDocument,
    "\n  mutation CancelCommand_CancelMutation($input: CancelCommandInput!) {\n    cancelCommand(input: $input) {\n      ...CommandRow_CommandFragment\n    }\n  }\n": typeof types.CancelCommand_CancelMutationDocument,
    "\n  fragment CommandRow_CommandFragment on Command {\n    id\n    deviceId\n    batchId\n    kind\n    payload\n    delivery\n    state\n    stageReason\n    reason\n    issuedBy\n    issuedByUser {\n      id\n      name\n    }\n    authorityId\n    authorityEpoch\n    queuedAt\n    expiresAt\n    deliveredAt\n    attempts\n    acknowledgedAt\n    cancelRequestedAt\n    endedAt\n    report {\n      exitCode\n      outputBytes\n      outputTruncated\n      partial\n      startedAtMs\n      finishedAtMs\n    }\n    lateReport {\n      outcome\n      exitCode\n    }\n    device {\n      id\n      name\n    }\n  }\n": typeof types.CommandRow_CommandFragmentFragmentDoc,
    "\n  query CommandOutput_OutputQuery($id: ID!) {\n    command(id: $id) {\n      id\n      output\n    }\n  }\n": typeof types.CommandOutput_OutputQueryDocument,
    "\n  mutation IssueCommand_IssueMutation($input: IssueCommandInput!) {\n    issueCommand(input: $input) {\n      batchId\n      accepted\n      refused {\n        deviceId\n        code\n        message\n      }\n    }\n  }\n": typeof types.IssueCommand_IssueMutationDocument,
    "\n  query Commands_CommandsQuery($q: String!, $first: Int!, $after: String) {\n    commands(q: $q, first: $first, after: $after) {\n      edges {\n        node {\n          ...CommandRow_CommandFragment\n        }\n      }\n      pageInfo {\n        endCursor\n        hasNextPage\n      }\n    }\n  }\n": typeof types.Commands_CommandsQueryDocument,
    "\n  subscription Commands_ChangedSubscription($deviceId: ID, $batchId: ID) {\n    commandChanged(deviceId: $deviceId, batchId: $batchId) {\n      seq\n      command {\n        ...CommandRow_CommandFragment\n      }\n    }\n  }\n": typeof types.Commands_ChangedSubscriptionDocument,
    "\n  query RunbookChoices_RunbooksQuery {\n    runbooks(first: 200, stage: APPROVED) {\n      edges {\n        node {\n          runbookId\n          version\n          name\n          description\n          parameters {\n            name\n            type\n            pattern\n            lengthMax\n            values\n            min\n            max\n          }\n        }\n      }\n    }\n  }\n": typeof types.RunbookChoices_RunbooksQueryDocument,
    "\n  mutation AcceptAgentDialog_AcceptMutation($input: AgentMeasurementInput!) {\n    acceptAgentMeasurement(input: $input) {\n      sha256\n    }\n  }\n": typeof types.AcceptAgentDialog_AcceptMutationDocument,
    "\n  mutation AcceptBaselineDialog_AcceptMutation($input: AcceptDeviceBaselineInput!) {\n    acceptDeviceBaseline(input: $input) {\n      ...SupplyChain_ProjectionFragment\n    }\n  }\n": typeof types.AcceptBaselineDialog_AcceptMutationDocument,
    "\n  mutation ApproveDeviceButton_ApproveMutation($input: ApproveDeviceInput!) {\n    approveDevice(input: $input) {\n      id\n      trust\n      phase\n      approvedAt\n      approvedBy\n    }\n  }\n": typeof types.ApproveDeviceButton_ApproveMutationDocument,
    "\n  fragment AuthorityPanel_DeviceFragment on Device {\n    authority {\n      masterOfRecord\n      controllerIds\n      epoch\n      lastAuthoritativeUpdateAt\n    }\n  }\n": typeof types.AuthorityPanel_DeviceFragmentFragmentDoc,
    "\n  fragment CertificatePanel_DeviceFragment on Device {\n    trust\n    certificate {\n      serial\n      fingerprint\n      notBefore\n      notAfter\n    }\n  }\n": typeof types.CertificatePanel_DeviceFragmentFragmentDoc,
    "\n  fragment ConnectivityPanel_DeviceFragment on Device {\n    connectivity {\n      mode\n      since\n      lastSeenAt\n      linkQuality {\n        rttMs\n        lossPct\n        bandwidthKbps\n      }\n      syncDebt {\n        secondsBehind\n        backlogMessages\n        replayRequired\n      }\n    }\n  }\n": typeof types.ConnectivityPanel_DeviceFragmentFragmentDoc,
    "\n  fragment DecommissionNotice_DeviceFragment on Device {\n    decommission {\n      startedAt\n      reason\n      steps {\n        name\n        state\n        at\n        detail\n      }\n    }\n  }\n": typeof types.DecommissionNotice_DeviceFragmentFragmentDoc,
    "\n  mutation DenyDeviceButton_DenyMutation($input: DenyDeviceInput!) {\n    denyDevice(input: $input) {\n      id\n      trust\n      phase\n      stateReason\n    }\n  }\n": typeof types.DenyDeviceButton_DenyMutationDocument,
    "\n  fragment DesiredReportedPanel_DeviceFragment on Device {\n    desired {\n      policyBundleId\n      targetVersion\n    }\n    reported {\n      agentVersion\n      health\n      lastHeartbeatAt\n      uptimeS\n    }\n  }\n": typeof types.DesiredReportedPanel_DeviceFragmentFragmentDoc,
    "\n  fragment DeviceActions_DeviceFragment on Device {\n    id\n    name\n    trust\n    phase\n    connectivity {\n      mode\n    }\n  }\n": typeof types.DeviceActions_DeviceFragmentFragmentDoc,
    "\n  query DeviceDetail_DeviceQuery($id: ID!) {\n    device(id: $id) {\n      id\n      name\n      stateSince\n      phase\n      trust\n      ...DeviceHeader_DeviceFragment\n      ...StandingNotices_DeviceFragment\n      ...StateTab_DeviceFragment\n    }\n  }\n": typeof types.DeviceDetail_DeviceQueryDocument,
    "\n  subscription DeviceDetail_ChangesSubscription($ids: [ID!]) {\n    deviceChanged(ids: $ids) {\n      seq\n      device {\n        id\n        name\n        stateSince\n        phase\n        trust\n        ...DeviceHeader_DeviceFragment\n        ...StandingNotices_DeviceFragment\n        ...StateTab_DeviceFragment\n      }\n    }\n  }\n": typeof types.DeviceDetail_ChangesSubscriptionDocument,
    "\n  fragment DeviceHeader_DeviceFragment on Device {\n    id\n    name\n    kind\n    trust\n    phase\n    stateSince\n    stateReason\n    channel\n    labels {\n      key\n      value\n    }\n    domain {\n      id\n      name\n      slug\n    }\n    location {\n      id\n      name\n      timeZone\n    }\n    connectivity {\n      mode\n      since\n      lastSeenAt\n    }\n    ...DeviceActions_DeviceFragment\n  }\n": typeof types.DeviceHeader_DeviceFragmentFragmentDoc,
    "\n  fragment InstancesPanel_DeviceFragment on Device {\n    id\n    name\n    clone {\n      suspectedAt\n      resolvedAt\n      keptBootId\n    }\n    instances {\n      bootId\n      epoch\n      seq\n      firstSeenAt\n      lastSeenAt\n      isCurrent\n      isRejected\n    }\n  }\n": typeof types.InstancesPanel_DeviceFragmentFragmentDoc,
    "\n  mutation InstancesPanel_ResolveMutation($input: ResolveCloneInput!) {\n    resolveClone(input: $input) {\n      id\n      clone {\n        resolvedAt\n        keptBootId\n      }\n    }\n  }\n": typeof types.InstancesPanel_ResolveMutationDocument,
    "\n  query InventoryTab_DeviceQuery($id: ID!) {\n    device(id: $id) {\n      id\n      inventory {\n        cpu\n        cpuCores\n        ramBytes\n        storageBytes\n        gpus\n        os\n        kernel\n        hostname\n        reportedAt\n        collectors {\n          name\n          state\n          reason\n        }\n      }\n    }\n  }\n": typeof types.InventoryTab_DeviceQueryDocument,
    "\n  fragment MachinesPanel_DeviceFragment on Device {\n    id\n    trust\n    phase\n    state\n    stateReason\n    connectivity {\n      mode\n    }\n    approvedAt\n    approvedBy\n    approvedByUser {\n      id\n      name\n      email\n    }\n  }\n": typeof types.MachinesPanel_DeviceFragmentFragmentDoc,
    "\n  query DeviceMetrics_HistoryQuery($id: ID!, $range: TimeRangeInput!, $step: Int, $series: [String!]) {\n    device(id: $id) {\n      id\n      metrics(range: $range, step: $step, series: $series) {\n        rollup\n        stepS\n        series {\n          name\n          times\n          avg\n        }\n        losses {\n          class\n          from\n          to\n          count\n          reason\n        }\n      }\n    }\n  }\n": typeof types.DeviceMetrics_HistoryQueryDocument,
    "\n  fragment ReplaySession_SessionFragment on ReplaySessionInfo {\n    id\n    sessionEpoch\n    journalEpoch\n    firstSeq\n    acceptedSeq\n    lastSeq\n    permitted\n    conflicts\n    unauthorised\n    dropped\n    evidence\n    endReason\n    openedAt\n    endedAt\n    state\n    ratePerS\n    etaS\n    oldestAt\n  }\n": typeof types.ReplaySession_SessionFragmentFragmentDoc,
    "\n  fragment StandingNotices_DeviceFragment on Device {\n    id\n    trust\n    quarantine {\n      since\n      reason\n      cause\n      evidence\n      attempts\n      heldItems\n      heldBytes\n      diverted {\n        telemetry\n        reports\n        events\n      }\n    }\n    clone {\n      suspectedAt\n      resolvedAt\n    }\n    reasons {\n      code\n      detail\n    }\n    retention {\n      retentionClass\n      retiredAt\n      retainUntil\n    }\n    ...DecommissionNotice_DeviceFragment\n  }\n": typeof types.StandingNotices_DeviceFragmentFragmentDoc,
    "\n  fragment StateTab_DeviceFragment on Device {\n    ...InstancesPanel_DeviceFragment\n    ...MachinesPanel_DeviceFragment\n    ...ConnectivityPanel_DeviceFragment\n    ...DesiredReportedPanel_DeviceFragment\n    ...AuthorityPanel_DeviceFragment\n    ...CertificatePanel_DeviceFragment\n  }\n": typeof types.StateTab_DeviceFragmentFragmentDoc,
    "\n  fragment SupplyChain_ProjectionFragment on SupplyChainProjection {\n    verdict\n    reportedAt\n    judgedAt\n    reasons {\n      code\n      isViolation\n      subject\n      detail\n    }\n    hardware {\n      serial\n      manufacturer\n      model\n      parts {\n        kind\n        name\n        vendor\n        serial\n      }\n    }\n    firmware {\n      name\n      vendor\n      version\n    }\n    software {\n      name\n      version\n      digest\n      source\n      trace\n      hasProvenance\n      hasSbom\n      artifact {\n        id\n        name\n        version\n        signers {\n          keyId\n          role\n          key {\n            keyId\n            name\n          }\n        }\n      }\n    }\n    attestation {\n      verifiedAt\n      measuredAt\n      sequence\n      agentVersion\n      binarySha256\n      expectedSha256\n      runtimeSha256\n      configSha256\n      expectedConfigSha256\n      certificateFingerprint\n      verdict\n    }\n  }\n": typeof types.SupplyChain_ProjectionFragmentFragmentDoc,
    "\n  query SupplyChainTab_DeviceQuery($id: ID!) {\n    device(id: $id) {\n      id\n      name\n      software {\n        ...DeviceSoftwareTable_SoftwareFragment\n      }\n      supplyChain {\n        ...SupplyChain_ProjectionFragment\n      }\n    }\n  }\n": typeof types.SupplyChainTab_DeviceQueryDocument,
    "\n  query SupplyChainVerdictPanel_AttentionQuery {\n    attentionQueue(first: 200) {\n      edges {\n        node {\n          id\n          key\n          kind\n          scope {\n            deviceId\n          }\n        }\n      }\n    }\n  }\n": typeof types.SupplyChainVerdictPanel_AttentionQueryDocument,
    "\n  query UpdatesTab_DeviceQuery($id: ID!) {\n    device(id: $id) {\n      id\n      updateState {\n        rolloutId\n        wave\n        direction\n        bucket\n        since\n        attempts\n        code\n        detail\n        rollout {\n          id\n          name\n          artifact {\n            name\n            version\n            digest\n          }\n        }\n      }\n      currentLease {\n        id\n        state\n        fence\n        direction\n        grantedAt\n        beginBefore\n        begunAt\n        dueAt\n        suspicion\n      }\n      waitingFor {\n        gate\n        have\n        need\n        budget\n        approval\n        since\n        until\n        unblocks\n      }\n    }\n  }\n": typeof types.UpdatesTab_DeviceQueryDocument,
    "\n  query Journal_DeviceQuery($id: ID!, $first: Int!, $after: String) {\n    device(id: $id) {\n      id\n      journal(first: $first, after: $after) {\n        edges {\n          node {\n            id\n            epoch\n            seq\n            toSeq\n            class\n            kind\n            body\n            deviceAt\n            recordedAt\n            verdict\n            because\n            isDropped\n            hash\n            place\n          }\n        }\n        pageInfo {\n          hasNextPage\n          endCursor\n        }\n      }\n    }\n  }\n": typeof types.Journal_DeviceQueryDocument,
    "\n  mutation DeviceLife_QuarantineMutation($input: QuarantineDeviceInput!) {\n    quarantineDevice(input: $input) {\n      id\n      trust\n      phase\n    }\n  }\n": typeof types.DeviceLife_QuarantineMutationDocument,
    "\n  mutation DeviceLife_ReleaseMutation($input: ReleaseDeviceInput!) {\n    releaseDevice(input: $input) {\n      id\n      trust\n      phase\n    }\n  }\n": typeof types.DeviceLife_ReleaseMutationDocument,
    "\n  mutation DeviceLife_RotateMutation($input: RotateCredentialsInput!) {\n    rotateCredentials(input: $input) {\n      id\n      trust\n    }\n  }\n": typeof types.DeviceLife_RotateMutationDocument,
    "\n  mutation DeviceLife_DecommissionMutation($input: StartDecommissionInput!) {\n    startDecommission(input: $input) {\n      id\n      trust\n      phase\n    }\n  }\n": typeof types.DeviceLife_DecommissionMutationDocument,
    "\n  mutation DeviceLife_RetireMutation($input: RetireDeviceInput!) {\n    retireDevice(input: $input) {\n      id\n      phase\n    }\n  }\n": typeof types.DeviceLife_RetireMutationDocument,
    "\n  mutation DeviceLife_RevokeMutation($input: RevokeDeviceInput!) {\n    revokeDevice(input: $input) {\n      id\n      trust\n      phase\n    }\n  }\n": typeof types.DeviceLife_RevokeMutationDocument,
    "\n  subscription DeviceMetrics_LiveSubscription($deviceIds: [ID!]!, $series: [String!]) {\n    deviceMetrics(deviceIds: $deviceIds, series: $series) {\n      seq\n      timesMs\n      series\n      values\n    }\n  }\n": typeof types.DeviceMetrics_LiveSubscriptionDocument,
    "\n  query DevicePast_RibbonsQuery($id: ID!, $from: DateTime!, $to: DateTime!) {\n    device(id: $id) {\n      id\n      ribbons(from: $from, to: $to) {\n        trust {\n          state\n          from\n          to\n          reason\n        }\n        phase {\n          state\n          from\n          to\n          reason\n        }\n        connectivity {\n          state\n          from\n          to\n          reason\n        }\n      }\n    }\n  }\n": typeof types.DevicePast_RibbonsQueryDocument,
    "\n  query DevicePast_AsOfQuery($id: ID!, $at: DateTime!) {\n    device(id: $id) {\n      id\n      asOf(at: $at) {\n        at\n        name\n        trust\n        phase\n        mode\n        stateWord\n        agentVersion\n        labels {\n          key\n          value\n        }\n        authority {\n          authorityId\n          masterOfRecord\n          epoch\n        }\n        domain {\n          id\n          name\n        }\n        location {\n          id\n          name\n        }\n      }\n    }\n  }\n": typeof types.DevicePast_AsOfQueryDocument,
    "\n  query QuarantineTab_ItemsQuery($deviceId: ID!, $first: Int!) {\n    quarantinedItems(deviceId: $deviceId, first: $first) {\n      totalCount\n      edges {\n        node {\n          id\n          kind\n          payload\n          bytes\n          divertedAt\n        }\n      }\n      pageInfo {\n        hasNextPage\n      }\n    }\n  }\n": typeof types.QuarantineTab_ItemsQueryDocument,
    "\n  query QuarantineTab_TelemetryQuery($deviceId: ID!, $first: Int!) {\n    quarantinedTelemetry(deviceId: $deviceId, first: $first) {\n      totalCount\n      edges {\n        node {\n          id\n          epoch\n          fromSeq\n          toSeq\n          records\n          series\n          firstAt\n          lastAt\n          bytes\n          divertedAt\n        }\n      }\n      pageInfo {\n        hasNextPage\n      }\n    }\n  }\n": typeof types.QuarantineTab_TelemetryQueryDocument,
    "\n  mutation QuarantineTab_ReleaseItemsMutation($ids: [ID!], $deviceId: ID) {\n    releaseQuarantined(ids: $ids, deviceId: $deviceId) {\n      items\n    }\n  }\n": typeof types.QuarantineTab_ReleaseItemsMutationDocument,
    "\n  mutation QuarantineTab_DiscardItemsMutation($ids: [ID!], $deviceId: ID) {\n    discardQuarantined(ids: $ids, deviceId: $deviceId) {\n      items\n    }\n  }\n": typeof types.QuarantineTab_DiscardItemsMutationDocument,
    "\n  mutation QuarantineTab_ReleaseTelemetryMutation($ids: [ID!], $deviceId: ID) {\n    releaseQuarantinedTelemetry(ids: $ids, deviceId: $deviceId)\n  }\n": typeof types.QuarantineTab_ReleaseTelemetryMutationDocument,
    "\n  mutation QuarantineTab_DiscardTelemetryMutation($ids: [ID!], $deviceId: ID) {\n    discardQuarantinedTelemetry(ids: $ids, deviceId: $deviceId)\n  }\n": typeof types.QuarantineTab_DiscardTelemetryMutationDocument,
    "\n  query ReplayTab_DeviceQuery($id: ID!) {\n    device(id: $id) {\n      id\n      replay {\n        ...ReplaySession_SessionFragment\n      }\n      replays(first: 20) {\n        edges {\n          node {\n            ...ReplaySession_SessionFragment\n          }\n        }\n        pageInfo {\n          hasNextPage\n        }\n      }\n    }\n  }\n": typeof types.ReplayTab_DeviceQueryDocument,
    "\n  subscription ReplayTab_ProgressSubscription($deviceId: ID!) {\n    replayProgress(deviceId: $deviceId) {\n      seq\n      deviceId\n      replay {\n        ...ReplaySession_SessionFragment\n      }\n    }\n  }\n": typeof types.ReplayTab_ProgressSubscriptionDocument,
    "\n  query TimelineTab_DeviceQuery($id: ID!, $first: Int!, $after: String) {\n    device(id: $id) {\n      id\n      timeline(first: $first, after: $after) {\n        edges {\n          node {\n            id\n            type\n            summary\n            at\n            actor\n            actorUser {\n              id\n              name\n              email\n            }\n            position\n            data\n          }\n        }\n        pageInfo {\n          hasNextPage\n          endCursor\n        }\n      }\n    }\n  }\n": typeof types.TimelineTab_DeviceQueryDocument,
    "\n  query UpdateJournal_DeviceQuery($id: ID!, $first: Int!, $after: String) {\n    device(id: $id) {\n      id\n      updateJournal(first: $first, after: $after) {\n        edges {\n          node {\n            id\n            direction\n            generation\n            leaseState\n            fence\n            grantedAt\n            begunAt\n            endedAt\n            code\n            detail\n            steps {\n              state\n              at\n            }\n            artifact {\n              name\n              version\n              digest\n            }\n            rollout {\n              id\n              name\n            }\n          }\n        }\n        pageInfo {\n          hasNextPage\n          endCursor\n        }\n      }\n    }\n  }\n": typeof types.UpdateJournal_DeviceQueryDocument,
    "\n  query DeviceTable_DevicesQuery($first: Int!, $after: String, $q: String, $sort: String) {\n    devices(first: $first, after: $after, q: $q, sort: $sort) {\n      totalCount\n      edges {\n        node {\n          ...DeviceRow_DeviceFragment\n        }\n      }\n      pageInfo {\n        endCursor\n        hasNextPage\n      }\n    }\n  }\n": typeof types.DeviceTable_DevicesQueryDocument,
    "\n  query DevicePeekPanel_NameQuery($id: ID!) {\n    device(id: $id) {\n      id\n      name\n    }\n  }\n": typeof types.DevicePeekPanel_NameQueryDocument,
    "\n  query DevicePeek_DeviceQuery($id: ID!, $range: TimeRangeInput!, $series: [String!]) {\n    device(id: $id) {\n      id\n      name\n      kind\n      trust\n      phase\n      stateReason\n      channel\n      enrolledAt\n      labels {\n        key\n        value\n      }\n      domain {\n        id\n        name\n        path\n      }\n      location {\n        id\n        name\n      }\n      connectivity {\n        mode\n        since\n        lastSeenAt\n        linkQuality {\n          rttMs\n          lossPct\n          bandwidthKbps\n        }\n        syncDebt {\n          backlogMessages\n        }\n      }\n      reported {\n        agentVersion\n        health\n      }\n      metrics(range: $range, step: 15, series: $series) {\n        ...PeekSparklines_MetricsFragment\n      }\n      ...DeviceActions_DeviceFragment\n    }\n  }\n": typeof types.DevicePeek_DeviceQueryDocument,
    "\n  fragment DeviceRow_DeviceFragment on Device {\n    id\n    name\n    kind\n    trust\n    phase\n    state\n    stateSince\n    stateReason\n    channel\n    labels {\n      key\n      value\n    }\n    domain {\n      id\n      name\n      slug\n      path\n    }\n    location {\n      id\n      name\n    }\n    connectivity {\n      mode\n      since\n      lastSeenAt\n      linkQuality {\n        rttMs\n        lossPct\n        bandwidthKbps\n      }\n    }\n    reported {\n      agentVersion\n    }\n  }\n": typeof types.DeviceRow_DeviceFragmentFragmentDoc,
    "\n  query FilterBar_PlacesQuery {\n    domains {\n      id\n      slug\n    }\n    locations {\n      id\n      name\n    }\n  }\n": typeof types.FilterBar_PlacesQueryDocument,
    "\n  fragment PeekSparklines_MetricsFragment on DeviceMetrics {\n    from\n    to\n    stepS\n    series {\n      name\n      times\n      avg\n    }\n  }\n": typeof types.PeekSparklines_MetricsFragmentFragmentDoc,
    "\n  subscription DeviceTable_ChangesSubscription($q: String) {\n    deviceChanged(q: $q) {\n      seq\n      matches\n      device {\n        ...DeviceRow_DeviceFragment\n      }\n    }\n  }\n": typeof types.DeviceTable_ChangesSubscriptionDocument,
    "\n  subscription DeviceTable_HeartbeatsSubscription($ids: [ID!]) {\n    deviceChanged(ids: $ids) {\n      seq\n      device {\n        ...DeviceRow_DeviceFragment\n      }\n    }\n  }\n": typeof types.DeviceTable_HeartbeatsSubscriptionDocument,
    "\n  fragment AuthorityConflict_ConflictFragment on AuthorityConflict {\n    id\n    authorityId\n    epoch\n    currentAuthorityId\n    currentEpoch\n    what\n    detectedAt\n    device {\n      id\n      name\n    }\n    domain {\n      id\n      name\n    }\n  }\n": typeof types.AuthorityConflict_ConflictFragmentFragmentDoc,
    "\n  mutation AuthorityConflict_ResolveMutation($input: ResolveAuthorityConflictInput!) {\n    resolveAuthorityConflict(input: $input) {\n      id\n      isOpen\n      resolvedAt\n    }\n  }\n": typeof types.AuthorityConflict_ResolveMutationDocument,
    "\n  query DomainAuthority_AuthorityQuery($id: ID!) {\n    domain(id: $id) {\n      id\n      authority {\n        authorityId\n        masterOfRecord\n        stage\n        controllerIds\n        epoch\n        since\n        reason\n      }\n      authorityDomain {\n        id\n        name\n      }\n    }\n    authorityConflicts(domainId: $id, isOpen: true, first: 5) {\n      totalCount\n      edges {\n        node {\n          id\n          ...AuthorityConflict_ConflictFragment\n        }\n      }\n    }\n  }\n": typeof types.DomainAuthority_AuthorityQueryDocument,
    "\n  query DomainPage_DomainQuery($id: ID!) {\n    domain(id: $id) {\n      id\n      name\n      slug\n      path\n      deviceCount\n      localDecisions\n    }\n  }\n": typeof types.DomainPage_DomainQueryDocument,
    "\n  query DomainSettings_DomainQuery($id: ID!) {\n    domain(id: $id) {\n      id\n      parent {\n        id\n        name\n        settings {\n          ...DomainSettings_SettingsFragment\n        }\n      }\n      settings {\n        ...DomainSettings_SettingsFragment\n      }\n    }\n  }\n": typeof types.DomainSettings_DomainQueryDocument,
    "\n  query NotWellPanel_CountsQuery(\n    $disconnected: String!\n    $delayed: String!\n    $degraded: String!\n    $quarantined: String!\n    $returning: String!\n    $pending: String!\n  ) {\n    disconnected: devices(first: 1, q: $disconnected) {\n      totalCount\n    }\n    delayed: devices(first: 1, q: $delayed) {\n      totalCount\n    }\n    degraded: devices(first: 1, q: $degraded) {\n      totalCount\n    }\n    quarantined: devices(first: 1, q: $quarantined) {\n      totalCount\n    }\n    returning: devices(first: 1, q: $returning) {\n      totalCount\n    }\n    pending: devices(first: 1, q: $pending) {\n      totalCount\n    }\n  }\n": typeof types.NotWellPanel_CountsQueryDocument,
    "\n  mutation SettingsForm_SetMutation($input: SetDomainSettingsInput!) {\n    setDomainSettings(input: $input) {\n      id\n      settings {\n        ...DomainSettings_SettingsFragment\n      }\n    }\n  }\n": typeof types.SettingsForm_SetMutationDocument,
    "\n  fragment DomainSettings_SettingsFragment on DomainSettings {\n    delayedAfterIntervals\n    edgeCachedAfterIntervals\n    disconnectedAfterIntervals\n    autonomyBudgetS\n    recoverAfterHeartbeats\n    degradedRttMs\n    degradedLossPct\n    degradedBandwidthKbps\n    clonePolicy\n    certificateGraceS\n    replayBudgetRecordsPerS\n    pinnedAgentVersion\n    compatibilityWindow\n    stalePolicyAfterS\n    clockSkewMaxS\n    cardinalityBudget\n    fourEyesAboveDevices\n    fourEyesAbovePct\n    commandConcurrencyMax\n    setHere\n  }\n": typeof types.DomainSettings_SettingsFragmentFragmentDoc,
    "\n  query DebtTimeline_DomainQuery($id: ID!, $from: DateTime!, $to: DateTime!) {\n    domain(id: $id) {\n      id\n      name\n      children {\n        id\n        name\n        spectrum {\n          ...Spectrum_SpectrumFragment\n        }\n      }\n    }\n    spectrumHistory(domainId: $id, from: $from, to: $to) {\n      at\n      buckets {\n        state\n        count\n      }\n    }\n  }\n": typeof types.DebtTimeline_DomainQueryDocument,
    "\n  query DebtTimeline_BacklogQuery($domainId: ID!) {\n    fleetHealth(domainId: $domainId) {\n      name\n      trend {\n        at\n        value\n      }\n    }\n  }\n": typeof types.DebtTimeline_BacklogQueryDocument,
    "\n  query TopologyPanel_TopologyQuery($domainId: ID!, $dots: Int!) {\n    topology(domainId: $domainId, dots: $dots) {\n      relays {\n        relay {\n          id\n          health\n          healthSince\n          deviceCount\n          awayCount\n          rttMs\n          lossPct\n          device {\n            id\n            name\n            trust\n            connectivity {\n              mode\n            }\n          }\n        }\n        devices {\n          total\n          counts {\n            state\n            count\n          }\n          dots {\n            deviceId\n            name\n            state\n          }\n          remainder\n        }\n      }\n      direct {\n        total\n        counts {\n          state\n          count\n        }\n        dots {\n          deviceId\n          name\n          state\n        }\n        remainder\n      }\n    }\n  }\n": typeof types.TopologyPanel_TopologyQueryDocument,
    "\n  fragment PendingDevice_DeviceFragment on Device {\n    id\n    name\n    kind\n    enrolledAt\n    channel\n    labels {\n      key\n      value\n    }\n    domain {\n      id\n      path\n    }\n    location {\n      id\n      name\n    }\n    ...DeviceActions_DeviceFragment\n  }\n": typeof types.PendingDevice_DeviceFragmentFragmentDoc,
    "\n  query PendingDevices_DevicesQuery($q: String!) {\n    devices(first: 50, q: $q, sort: \"-enrolledAt\") {\n      totalCount\n      edges {\n        node {\n          id\n          ...PendingDevice_DeviceFragment\n        }\n      }\n    }\n  }\n": typeof types.PendingDevices_DevicesQueryDocument,
    "\n  subscription PendingDevices_ChangesSubscription($q: String!) {\n    deviceChanged(q: $q) {\n      seq\n      matches\n      device {\n        id\n        ...PendingDevice_DeviceFragment\n      }\n    }\n  }\n": typeof types.PendingDevices_ChangesSubscriptionDocument,
    "\n  query RuleForm_DomainsQuery {\n    domains {\n      id\n      path\n    }\n  }\n": typeof types.RuleForm_DomainsQueryDocument,
    "\n  mutation RuleForm_CreateMutation($input: CreateAutoApprovalRuleInput!) {\n    createAutoApprovalRule(input: $input) {\n      id\n      name\n    }\n  }\n": typeof types.RuleForm_CreateMutationDocument,
    "\n  query RuleList_RulesQuery {\n    autoApprovalRules {\n      id\n      name\n      createdAt\n      createdBy\n      disabledAt\n      labels {\n        key\n        value\n      }\n      domain {\n        id\n        path\n      }\n    }\n  }\n": typeof types.RuleList_RulesQueryDocument,
    "\n  mutation RuleList_DisableMutation($input: DisableAutoApprovalRuleInput!) {\n    disableAutoApprovalRule(input: $input) {\n      id\n      disabledAt\n    }\n  }\n": typeof types.RuleList_DisableMutationDocument,
    "\n  query TokenForm_PlacesQuery {\n    domains {\n      id\n      path\n    }\n    locations {\n      id\n      name\n    }\n  }\n": typeof types.TokenForm_PlacesQueryDocument,
    "\n  mutation TokenForm_CreateMutation($input: CreateEnrollmentTokenInput!) {\n    createEnrollmentToken(input: $input) {\n      token\n      command\n      caFingerprint\n      enrollmentToken {\n        id\n        expiresAt\n      }\n    }\n  }\n": typeof types.TokenForm_CreateMutationDocument,
    "\n  query TokenList_TokensQuery {\n    enrollmentTokens(first: 50) {\n      edges {\n        node {\n          id\n          ...TokenRow_TokenFragment\n        }\n      }\n    }\n  }\n": typeof types.TokenList_TokensQueryDocument,
    "\n  mutation TokenList_RevokeMutation($input: RevokeEnrollmentTokenInput!) {\n    revokeEnrollmentToken(input: $input) {\n      id\n      state\n      revokedAt\n    }\n  }\n": typeof types.TokenList_RevokeMutationDocument,
    "\n  fragment TokenRow_TokenFragment on EnrollmentToken {\n    id\n    state\n    createdAt\n    redeemedBy\n    channel\n    domain {\n      id\n      name\n    }\n    location {\n      id\n      name\n    }\n    labels {\n      key\n      value\n    }\n  }\n": typeof types.TokenRow_TokenFragmentFragmentDoc,
    "\n  query DomainHealth_SignalsQuery($domainId: ID!) {\n    fleetHealth(domainId: $domainId) {\n      ...DomainSignal_HealthSignalFragment\n    }\n  }\n": typeof types.DomainHealth_SignalsQueryDocument,
    "\n  fragment DomainSignal_HealthSignalFragment on HealthSignal {\n    name\n    title\n    value\n    unit\n    state\n    explanation\n  }\n": typeof types.DomainSignal_HealthSignalFragmentFragmentDoc,
    "\n  fragment HealthSignal_HealthSignalFragment on HealthSignal {\n    name\n    title\n    value\n    unit\n    threshold\n    badThreshold\n    state\n    since\n    explanation\n    trend {\n      at\n      value\n    }\n  }\n": typeof types.HealthSignal_HealthSignalFragmentFragmentDoc,
    "\n  query Health_SignalsQuery($domainId: ID) {\n    fleetHealth(domainId: $domainId) {\n      ...HealthSignal_HealthSignalFragment\n    }\n  }\n": typeof types.Health_SignalsQueryDocument,
    "\n  query Health_IngestQuery($domainId: ID) {\n    ingestHealth(domainId: $domainId) {\n      ...HealthSignal_HealthSignalFragment\n    }\n  }\n": typeof types.Health_IngestQueryDocument,
    "\n  subscription Health_ChangedSubscription($domainId: ID) {\n    fleetHealthChanged(domainId: $domainId) {\n      seq\n      signals {\n        ...HealthSignal_HealthSignalFragment\n      }\n    }\n  }\n": typeof types.Health_ChangedSubscriptionDocument,
    "\n  query AssignChoices_UsersQuery {\n    users(first: 200, q: \"status:ACTIVE\") {\n      edges {\n        node {\n          id\n          name\n          email\n        }\n      }\n    }\n  }\n": typeof types.AssignChoices_UsersQueryDocument,
    "\n  fragment AttentionRow_ItemFragment on AttentionItem {\n    id\n    key\n    kind\n    title\n    score\n    severity\n    devices\n    since\n    updatedAt\n    endedAt\n    state\n    snoozedUntil\n    scope {\n      domainId\n      deviceId\n      locationId\n      domain {\n        id\n        name\n        slug\n      }\n      device {\n        id\n        name\n      }\n    }\n    nextAction {\n      words\n      kind\n      target\n    }\n    owner {\n      id\n      name\n    }\n  }\n": typeof types.AttentionRow_ItemFragmentFragmentDoc,
    "\n  query InboxPeek_ItemQuery($id: ID!) {\n    attentionItem(id: $id) {\n      ...AttentionRow_ItemFragment\n      id\n      occurrence\n      reason\n      mergedInto {\n        id\n        title\n      }\n      terms {\n        name\n        weight\n        value\n        contribution\n      }\n      evidence {\n        label\n        kind\n        ref\n      }\n      members(first: 50) {\n        edges {\n          node {\n            ...MemberList_ItemFragment\n          }\n        }\n        pageInfo {\n          hasNextPage\n        }\n      }\n    }\n  }\n": typeof types.InboxPeek_ItemQueryDocument,
    "\n  subscription InboxPeek_ChangesSubscription {\n    attentionChanged {\n      items {\n        id\n      }\n    }\n  }\n": typeof types.InboxPeek_ChangesSubscriptionDocument,
    "\n  query Inbox_QueueQuery($scope: AttentionScopeInput, $state: AttentionState, $first: Int!, $after: String) {\n    attentionQueue(scope: $scope, state: $state, first: $first, after: $after) {\n      totalCount\n      edges {\n        node {\n          ...AttentionRow_ItemFragment\n        }\n      }\n      pageInfo {\n        endCursor\n        hasNextPage\n      }\n    }\n  }\n": typeof types.Inbox_QueueQueryDocument,
    "\n  fragment MemberList_ItemFragment on AttentionItem {\n    id\n    title\n    score\n    severity\n    since\n  }\n": typeof types.MemberList_ItemFragmentFragmentDoc,
    "\n  query NothingHere_DevicesQuery($domainId: ID) {\n    spectrum(domainId: $domainId) {\n      total\n    }\n  }\n": typeof types.NothingHere_DevicesQueryDocument,
    "\n  subscription Inbox_ChangesSubscription($scope: AttentionScopeInput) {\n    attentionChanged(scope: $scope) {\n      seq\n      items {\n        ...AttentionRow_ItemFragment\n      }\n    }\n  }\n": typeof types.Inbox_ChangesSubscriptionDocument,
    "\n  mutation Inbox_AcknowledgeMutation($input: AttentionItemInput!) {\n    acknowledgeAttention(input: $input) {\n      ...AttentionRow_ItemFragment\n    }\n  }\n": typeof types.Inbox_AcknowledgeMutationDocument,
    "\n  mutation Inbox_MergeMutation($input: MergeAttentionInput!) {\n    mergeAttention(input: $input) {\n      ...AttentionRow_ItemFragment\n    }\n  }\n": typeof types.Inbox_MergeMutationDocument,
    "\n  mutation Inbox_DismissMutation($input: DismissAttentionInput!) {\n    dismissAttention(input: $input) {\n      ...AttentionRow_ItemFragment\n    }\n  }\n": typeof types.Inbox_DismissMutationDocument,
    "\n  mutation Inbox_SnoozeMutation($input: SnoozeAttentionInput!) {\n    snoozeAttention(input: $input) {\n      ...AttentionRow_ItemFragment\n    }\n  }\n": typeof types.Inbox_SnoozeMutationDocument,
    "\n  mutation Inbox_AssignMutation($input: AssignAttentionInput!) {\n    assignAttention(input: $input) {\n      ...AttentionRow_ItemFragment\n    }\n  }\n": typeof types.Inbox_AssignMutationDocument,
    "\n  mutation Inbox_ResolveMutation($input: AttentionItemInput!) {\n    resolveAttention(input: $input) {\n      ...AttentionRow_ItemFragment\n    }\n  }\n": typeof types.Inbox_ResolveMutationDocument,
    "\n  query PendingPanel_DevicesQuery($q: String!) {\n    devices(first: 4, q: $q, sort: \"-enrolledAt\") {\n      totalCount\n      edges {\n        node {\n          id\n          name\n          enrolledAt\n          domain {\n            id\n            slug\n          }\n        }\n      }\n    }\n  }\n": typeof types.PendingPanel_DevicesQueryDocument,
    "\n  subscription PendingPanel_ChangesSubscription($q: String!) {\n    deviceChanged(q: $q) {\n      seq\n    }\n  }\n": typeof types.PendingPanel_ChangesSubscriptionDocument,
    "\n  query RibbonPanel_HistoryQuery($from: DateTime!, $to: DateTime!, $domainId: ID) {\n    spectrumHistory(from: $from, to: $to, domainId: $domainId) {\n      at\n      buckets {\n        state\n        count\n      }\n    }\n  }\n": typeof types.RibbonPanel_HistoryQueryDocument,
    "\n  fragment Spectrum_SpectrumFragment on Spectrum {\n    total\n    asOf\n    buckets {\n      state\n      count\n    }\n  }\n": typeof types.Spectrum_SpectrumFragmentFragmentDoc,
    "\n  query DomainTable_DomainsQuery {\n    domains {\n      id\n      name\n      slug\n      path\n      spectrum {\n        ...Spectrum_SpectrumFragment\n      }\n    }\n  }\n": typeof types.DomainTable_DomainsQueryDocument,
    "\n  query SpectrumPanel_AsOfQuery($at: DateTime!, $domainId: ID) {\n    fleetAsOf(at: $at, domainId: $domainId) {\n      ...Spectrum_SpectrumFragment\n    }\n  }\n": typeof types.SpectrumPanel_AsOfQueryDocument,
    "\n  subscription Overview_ChangedSubscription {\n    spectrumChanged {\n      seq\n    }\n  }\n": typeof types.Overview_ChangedSubscriptionDocument,
    "\n  query ScopeDomain_DomainsQuery {\n    domains {\n      id\n      slug\n      name\n    }\n  }\n": typeof types.ScopeDomain_DomainsQueryDocument,
    "\n  query SpectrumPanel_SpectrumQuery($domainId: ID) {\n    spectrum(domainId: $domainId) {\n      ...Spectrum_SpectrumFragment\n    }\n  }\n": typeof types.SpectrumPanel_SpectrumQueryDocument,
    "\n  subscription SpectrumPanel_ChangedSubscription($domainId: ID) {\n    spectrumChanged(domainId: $domainId) {\n      seq\n      spectrum {\n        ...Spectrum_SpectrumFragment\n      }\n    }\n  }\n": typeof types.SpectrumPanel_ChangedSubscriptionDocument,
    "\n  query ArtifactChoice_ArtifactsQuery($containing: String) {\n    artifacts(first: 50, state: VERIFIED, containing: $containing) {\n      edges {\n        node {\n          id\n          name\n          version\n          digest\n          size\n          channel\n          registeredAt\n        }\n      }\n      pageInfo {\n        hasNextPage\n      }\n    }\n  }\n": typeof types.ArtifactChoice_ArtifactsQueryDocument,
    "\n  query MatchedCount_SimulationQuery($input: RolloutPlanInput!) {\n    simulateRollout(input: $input) {\n      matched\n      waves {\n        index\n        unreachable\n        alreadyInstalled\n      }\n    }\n  }\n": typeof types.MatchedCount_SimulationQueryDocument,
    "\n  query NamedDevices_DevicesQuery($q: String!) {\n    devices(first: 6, q: $q) {\n      totalCount\n      edges {\n        node {\n          id\n          name\n          domain {\n            id\n            slug\n          }\n        }\n      }\n    }\n  }\n": typeof types.NamedDevices_DevicesQueryDocument,
    "\n  mutation RemoveTemplate_RemoveMutation($id: ID!) {\n    removeRolloutTemplate(id: $id)\n  }\n": typeof types.RemoveTemplate_RemoveMutationDocument,
    "\n  mutation SaveTemplate_SaveMutation($input: SaveRolloutTemplateInput!) {\n    saveRolloutTemplate(input: $input) {\n      id\n      name\n    }\n  }\n": typeof types.SaveTemplate_SaveMutationDocument,
    "\n  query SimulationStep_SimulationQuery($input: RolloutPlanInput!) {\n    simulateRollout(input: $input) {\n      ...Simulation_SimulationFragment\n    }\n  }\n": typeof types.SimulationStep_SimulationQueryDocument,
    "\n  mutation SimulationStep_CreateMutation($input: RolloutPlanInput!) {\n    createRollout(input: $input) {\n      id\n      name\n    }\n  }\n": typeof types.SimulationStep_CreateMutationDocument,
    "\n  fragment Simulation_SimulationFragment on RolloutSimulation {\n    matched\n    finishesAt\n    updateS\n    violations {\n      code\n      subject\n      devices\n      words\n    }\n    budgets {\n      scope\n      limit\n      delayed\n    }\n    sites {\n      locationId\n      name\n      devices\n      bytes\n      openings {\n        opensAt\n        closesAt\n      }\n    }\n    waves {\n      index\n      name\n      devices\n      unreachable\n      alreadyInstalled\n      passesAt\n      ...WaveTurns_WaveFragment\n    }\n  }\n": typeof types.Simulation_SimulationFragmentFragmentDoc,
    "\n  query TemplateDialog_TemplatesQuery {\n    rolloutTemplates {\n      id\n      name\n      strategy\n      onFailure\n      savedAt\n      waves {\n        name\n      }\n    }\n  }\n": typeof types.TemplateDialog_TemplatesQueryDocument,
    "\n  mutation TemplateDialog_CreateMutation($input: RolloutFromTemplateInput!) {\n    createRolloutFromTemplate(input: $input) {\n      id\n      name\n    }\n  }\n": typeof types.TemplateDialog_CreateMutationDocument,
    "\n  fragment WaveTurns_WaveFragment on SimulatedWave {\n    index\n    turns {\n      startsAt\n      endsAt\n      device {\n        id\n        name\n      }\n    }\n    stuck {\n      reason\n      device {\n        id\n        name\n      }\n    }\n  }\n": typeof types.WaveTurns_WaveFragmentFragmentDoc,
    "\n  query BudgetsPanel_BudgetsQuery {\n    budgets {\n      scope\n      parallelMax\n      unavailableMax\n      used\n    }\n  }\n": typeof types.BudgetsPanel_BudgetsQueryDocument,
    "\n  query DryRun_SimulationQuery($input: RolloutPlanInput!) {\n    simulateRollout(input: $input) {\n      matched\n      finishesAt\n      waves {\n        index\n        name\n        devices\n        unreachable\n        alreadyInstalled\n        stuck {\n          reason\n        }\n      }\n    }\n  }\n": typeof types.DryRun_SimulationQueryDocument,
    "\n  mutation Override_RequestMutation($input: RequestLeaseOverrideInput!) {\n    requestLeaseOverride(input: $input) {\n      id\n      state\n    }\n  }\n": typeof types.Override_RequestMutationDocument,
    "\n  mutation Override_ApproveMutation($leaseId: ID!) {\n    approveLeaseOverride(leaseId: $leaseId) {\n      id\n      state\n    }\n  }\n": typeof types.Override_ApproveMutationDocument,
    "\n  fragment RolloutRow_RolloutFragment on Rollout {\n    id\n    name\n    state\n    stateSince\n    stateReason\n    strategy\n    onFailure\n    artifact {\n      digest\n      name\n      version\n    }\n    counts {\n      total\n      done\n      alreadyInstalled\n      failed\n      applying\n      deferred\n      unreachable\n      incapable\n      withdrawn\n    }\n    waves {\n      index\n      name\n      state\n    }\n    waitingFor {\n      gate\n      have\n      need\n      budget\n      approval\n      since\n      until\n      unblocks\n    }\n    createdAt\n    createdBy\n    createdByUser {\n      id\n      name\n      email\n    }\n    startedAt\n    endedAt\n  }\n": typeof types.RolloutRow_RolloutFragmentFragmentDoc,
    "\n  query RolloutTimeline_RolloutQuery($id: ID!, $first: Int!) {\n    rollout(id: $id) {\n      id\n      timeline(first: $first) {\n        edges {\n          node {\n            id\n            summary\n            at\n            actor\n            actorUser {\n              id\n              name\n              email\n            }\n          }\n        }\n        pageInfo {\n          hasNextPage\n        }\n      }\n    }\n  }\n": typeof types.RolloutTimeline_RolloutQueryDocument,
    "\n  query PlaceNames_PlacesQuery {\n    domains {\n      id\n      name\n      slug\n      path\n    }\n    locations {\n      id\n      name\n      timeZone\n    }\n  }\n": typeof types.PlaceNames_PlacesQueryDocument,
    "\n  mutation RolloutCommand_StartMutation($id: ID!) {\n    startRollout(id: $id) {\n      id\n      state\n    }\n  }\n": typeof types.RolloutCommand_StartMutationDocument,
    "\n  mutation RolloutCommand_ApproveMutation($input: RolloutWaveWordInput!) {\n    approveWave(input: $input) {\n      id\n      state\n    }\n  }\n": typeof types.RolloutCommand_ApproveMutationDocument,
    "\n  mutation RolloutCommand_PromoteMutation($input: PromoteWaveInput!) {\n    promoteWave(input: $input) {\n      id\n      state\n    }\n  }\n": typeof types.RolloutCommand_PromoteMutationDocument,
    "\n  mutation RolloutCommand_PauseMutation($input: RolloutReasonInput!) {\n    pauseRollout(input: $input) {\n      id\n      state\n    }\n  }\n": typeof types.RolloutCommand_PauseMutationDocument,
    "\n  mutation RolloutCommand_ResumeMutation($id: ID!) {\n    resumeRollout(id: $id) {\n      id\n      state\n    }\n  }\n": typeof types.RolloutCommand_ResumeMutationDocument,
    "\n  mutation RolloutCommand_RetryMutation($id: ID!) {\n    retryFailedDevices(id: $id) {\n      id\n      state\n    }\n  }\n": typeof types.RolloutCommand_RetryMutationDocument,
    "\n  mutation RolloutCommand_RollBackMutation($input: RolloutReasonInput!) {\n    rollBackRollout(input: $input) {\n      id\n      state\n    }\n  }\n": typeof types.RolloutCommand_RollBackMutationDocument,
    "\n  mutation RolloutCommand_AbortMutation($input: RolloutReasonInput!) {\n    abortRollout(input: $input) {\n      id\n      state\n    }\n  }\n": typeof types.RolloutCommand_AbortMutationDocument,
    "\n  fragment RolloutPage_RolloutFragment on Rollout {\n    id\n    ...RolloutRow_RolloutFragment\n    executor\n    health\n    mirrors\n    parallelMax\n    beginWithinS\n    previous {\n      digest\n      name\n      version\n    }\n    selection {\n      ...Selection_SelectionFragment\n    }\n    window {\n      days\n      from\n      to\n    }\n    chain {\n      bundle\n      position\n      rollouts {\n        id\n        name\n        state\n      }\n    }\n    waves {\n      ...RolloutWave_WaveFragment\n    }\n  }\n": typeof types.RolloutPage_RolloutFragmentFragmentDoc,
    "\n  fragment Selection_SelectionFragment on RolloutSelection {\n    labels {\n      key\n      value\n    }\n    domainIds\n    locationIds\n    channels\n    deviceIds\n  }\n": typeof types.Selection_SelectionFragmentFragmentDoc,
    "\n  fragment RolloutWave_WaveFragment on RolloutWave {\n    index\n    name\n    state\n    count\n    percent\n    selection {\n      ...Selection_SelectionFragment\n    }\n    gates {\n      successPercent\n      failurePercent\n      failureCount\n      minExecuted\n      lostMax\n      soakS\n      deadlineS\n      needsApproval\n      needsHealth\n    }\n    counts {\n      total\n      done\n      alreadyInstalled\n      failed\n      applying\n      deferred\n      unreachable\n      incapable\n      withdrawn\n    }\n    openedAt\n    endedAt\n    approvedBy\n    numbers {\n      have\n      need\n      of\n    }\n    stopCause\n    health {\n      name\n      unit\n      before\n      after\n      control\n      limit\n      devices\n      controlDevices\n      verdict\n      reason\n    }\n    waitingFor {\n      gate\n      have\n      need\n      budget\n      approval\n      since\n      until\n      unblocks\n    }\n  }\n": typeof types.RolloutWave_WaveFragmentFragmentDoc,
    "\n  query Rollout_RolloutQuery($id: ID!) {\n    rollout(id: $id) {\n      ...RolloutPage_RolloutFragment\n    }\n  }\n": typeof types.Rollout_RolloutQueryDocument,
    "\n  subscription Rollout_ChangesSubscription($id: ID!) {\n    rolloutChanged(rolloutId: $id) {\n      seq\n      rollout {\n        ...RolloutPage_RolloutFragment\n      }\n    }\n  }\n": typeof types.Rollout_ChangesSubscriptionDocument,
    "\n  query Rollouts_RolloutsQuery($states: [RolloutState!], $first: Int!) {\n    rollouts(states: $states, first: $first) {\n      edges {\n        node {\n          ...RolloutRow_RolloutFragment\n        }\n      }\n      pageInfo {\n        hasNextPage\n      }\n    }\n  }\n": typeof types.Rollouts_RolloutsQueryDocument,
    "\n  subscription Rollouts_ChangesSubscription {\n    rolloutChanged {\n      seq\n      rollout {\n        ...RolloutRow_RolloutFragment\n      }\n    }\n  }\n": typeof types.Rollouts_ChangesSubscriptionDocument,
    "\n  query Targets_RolloutQuery($id: ID!, $first: Int!, $after: String, $wave: Int, $bucket: RolloutBucket) {\n    rollout(id: $id) {\n      id\n      targets(first: $first, after: $after, wave: $wave, bucket: $bucket) {\n        edges {\n          node {\n            deviceId\n            wave\n            direction\n            bucket\n            since\n            attempts\n            code\n            detail\n            device {\n              id\n              name\n            }\n            lease {\n              id\n              state\n              fence\n              suspicion\n              overrideRequestedBy\n              overrideReason\n            }\n            waitingFor {\n              gate\n              have\n              need\n              budget\n              approval\n              since\n              until\n              unblocks\n            }\n          }\n        }\n        pageInfo {\n          hasNextPage\n          endCursor\n        }\n      }\n    }\n  }\n": typeof types.Targets_RolloutQueryDocument,
    "\n  mutation ApproveRunbook_ApproveMutation($input: ApproveRunbookInput!) {\n    approveRunbook(input: $input) {\n      ...Runbook_RunbookFragment\n    }\n  }\n": typeof types.ApproveRunbook_ApproveMutationDocument,
    "\n  mutation RegisterRunbook_RegisterMutation($input: RegisterRunbookInput!) {\n    registerRunbook(input: $input) {\n      ...Runbook_RunbookFragment\n    }\n  }\n": typeof types.RegisterRunbook_RegisterMutationDocument,
    "\n  mutation RetireRunbook_RetireMutation($input: RetireRunbookInput!) {\n    retireRunbook(input: $input) {\n      ...Runbook_RunbookFragment\n    }\n  }\n": typeof types.RetireRunbook_RetireMutationDocument,
    "\n  fragment Runbook_RunbookFragment on Runbook {\n    runbookId\n    version\n    name\n    stage\n    description\n    parameters {\n      name\n      type\n      pattern\n      lengthMax\n      values\n      min\n      max\n    }\n    argv\n    timeoutS\n    outputMaxBytes\n    concurrencyMax\n    redact\n    requiredRole\n    fourEyesAboveDevices\n    contentHash\n    author\n    authorUser {\n      id\n      name\n      email\n    }\n    registeredAt\n    approvedBy\n    approvedByUser {\n      id\n      name\n      email\n    }\n    approvedAt\n    retiredAt\n    retireReason\n  }\n": typeof types.Runbook_RunbookFragmentFragmentDoc,
    "\n  query Runbooks_RunbooksQuery($first: Int!) {\n    runbooks(first: $first) {\n      edges {\n        node {\n          ...Runbook_RunbookFragment\n        }\n      }\n      pageInfo {\n        hasNextPage\n      }\n    }\n  }\n": typeof types.Runbooks_RunbooksQueryDocument,
    "\n  query StatusBoard_StatusBoardQuery {\n    statusBoard {\n      tenantName\n      spectrum {\n        ...Spectrum_SpectrumFragment\n      }\n    }\n  }\n": typeof types.StatusBoard_StatusBoardQueryDocument,
    "\n  query Viewer_ViewerQuery {\n    viewer {\n      roles\n      user {\n        id\n        name\n        email\n      }\n      tenant {\n        id\n        name\n        slug\n      }\n      memberships {\n        tenantName\n        tenantSlug\n        roles\n        isCurrent\n      }\n    }\n  }\n": typeof types.Viewer_ViewerQueryDocument,
    "\n  query CommandPalette_DevicesQuery($q: String!) {\n    devices(first: 8, q: $q) {\n      edges {\n        node {\n          id\n          name\n          trust\n          connectivity {\n            mode\n          }\n          domain {\n            id\n            slug\n          }\n        }\n      }\n    }\n  }\n": typeof types.CommandPalette_DevicesQueryDocument,
    "\n  query ScopeCrumbs_DomainsQuery {\n    domains {\n      id\n      name\n      slug\n      path\n    }\n  }\n": typeof types.ScopeCrumbs_DomainsQueryDocument,
};
declare const documents: Documents;
const byName: Record<string, unknown> = {
    "AddKeyDialog_AddMutation": types.AddKeyDialog_AddMutationDocument,
    "ArtifactActions_PromoteMutation": types.ArtifactActions_PromoteMutationDocument,
    "ArtifactFilterBar_KeysQuery": types.ArtifactFilterBar_KeysQueryDocument,
    "ArtifactPage_ArtifactFragment": types.ArtifactPage_ArtifactFragmentFragmentDoc,
    "ArtifactList_ArtifactsQuery": types.ArtifactList_ArtifactsQueryDocument,
    "ArtifactPage_ArtifactQuery": types.ArtifactPage_ArtifactQueryDocument,
    "ArtifactRow_ArtifactFragment": types.ArtifactRow_ArtifactFragmentFragmentDoc,
    "ComponentUsesPanel_UsesQuery": types.ComponentUsesPanel_UsesQueryDocument,
    "ComponentsTab_ArtifactQuery": types.ComponentsTab_ArtifactQueryDocument,
    "DeviceSoftwareTable_SoftwareFragment": types.DeviceSoftwareTable_SoftwareFragmentFragmentDoc,
    "DevicesRunningPanel_DevicesQuery": types.DevicesRunningPanel_DevicesQueryDocument,
    "PullTokenDialog_CreateMutation": types.PullTokenDialog_CreateMutationDocument,
    "RevokeKeyDialog_ArtifactsQuery": types.RevokeKeyDialog_ArtifactsQueryDocument,
    "RevokeKeyDialog_RevokeMutation": types.RevokeKeyDialog_RevokeMutationDocument,
    "RotateKeyDialog_RotateMutation": types.RotateKeyDialog_RotateMutationDocument,
    "RunningOnTab_ArtifactQuery": types.RunningOnTab_ArtifactQueryDocument,
    "SigningKey_KeyFragment": types.SigningKey_KeyFragmentFragmentDoc,
    "SigningKeys_KeysQuery": types.SigningKeys_KeysQueryDocument,
    "ThresholdsPanel_SetMutation": types.ThresholdsPanel_SetMutationDocument,
    "VerdictPanel_VerifyMutation": types.VerdictPanel_VerifyMutationDocument,
    "VersionsTab_ArtifactsQuery": types.VersionsTab_ArtifactsQueryDocument,
    "WithdrawDialog_WithdrawMutation": types.WithdrawDialog_WithdrawMutationDocument,
    "ApproveBatch_ApproveMutation": types.ApproveBatch_ApproveMutationDocument,
    "BatchDialog_StartMutation": types.BatchDialog_StartMutationDocument,
    "BatchList_BatchesQuery": types.BatchList_BatchesQueryDocument,
    "ExportDevices_DevicesQuery": types.ExportDevices_DevicesQueryDocument,
    "StopBatch_StopMutation": types.StopBatch_StopMutationDocument,
    "BatchPlan_PlanMutation": types.BatchPlan_PlanMutationDocument,
    "Batch_BatchQuery": types.Batch_BatchQueryDocument,
    "CancelCommand_CancelMutation": types.CancelCommand_CancelMutationDocument,
    "CommandRow_CommandFragment": types.CommandRow_CommandFragmentFragmentDoc,
    "CommandOutput_OutputQuery": types.CommandOutput_OutputQueryDocument,
    "IssueCommand_IssueMutation": types.IssueCommand_IssueMutationDocument,
    "Commands_CommandsQuery": types.Commands_CommandsQueryDocument,
    "Commands_ChangedSubscription": types.Commands_ChangedSubscriptionDocument,
    "RunbookChoices_RunbooksQuery": types.RunbookChoices_RunbooksQueryDocument,
    "AcceptAgentDialog_AcceptMutation": types.AcceptAgentDialog_AcceptMutationDocument,
    "AcceptBaselineDialog_AcceptMutation": types.AcceptBaselineDialog_AcceptMutationDocument,
    "ApproveDeviceButton_ApproveMutation": types.ApproveDeviceButton_ApproveMutationDocument,
    "AuthorityPanel_DeviceFragment": types.AuthorityPanel_DeviceFragmentFragmentDoc,
    "CertificatePanel_DeviceFragment": types.CertificatePanel_DeviceFragmentFragmentDoc,
    "ConnectivityPanel_DeviceFragment": types.ConnectivityPanel_DeviceFragmentFragmentDoc,
    "DecommissionNotice_DeviceFragment": types.DecommissionNotice_DeviceFragmentFragmentDoc,
    "DenyDeviceButton_DenyMutation": types.DenyDeviceButton_DenyMutationDocument,
    "DesiredReportedPanel_DeviceFragment": types.DesiredReportedPanel_DeviceFragmentFragmentDoc,
    "DeviceActions_DeviceFragment": types.DeviceActions_DeviceFragmentFragmentDoc,
    "DeviceDetail_DeviceQuery": types.DeviceDetail_DeviceQueryDocument,
    "DeviceDetail_ChangesSubscription": types.DeviceDetail_ChangesSubscriptionDocument,
    "DeviceHeader_DeviceFragment": types.DeviceHeader_DeviceFragmentFragmentDoc,
    "InstancesPanel_DeviceFragment": types.InstancesPanel_DeviceFragmentFragmentDoc,
    "InstancesPanel_ResolveMutation": types.InstancesPanel_ResolveMutationDocument,
    "InventoryTab_DeviceQuery": types.InventoryTab_DeviceQueryDocument,
    "MachinesPanel_DeviceFragment": types.MachinesPanel_DeviceFragmentFragmentDoc,
    "DeviceMetrics_HistoryQuery": types.DeviceMetrics_HistoryQueryDocument,
    "ReplaySession_SessionFragment": types.ReplaySession_SessionFragmentFragmentDoc,
    "StandingNotices_DeviceFragment": types.StandingNotices_DeviceFragmentFragmentDoc,
    "StateTab_DeviceFragment": types.StateTab_DeviceFragmentFragmentDoc,
    "SupplyChain_ProjectionFragment": types.SupplyChain_ProjectionFragmentFragmentDoc,
    "SupplyChainTab_DeviceQuery": types.SupplyChainTab_DeviceQueryDocument,
    "SupplyChainVerdictPanel_AttentionQuery": types.SupplyChainVerdictPanel_AttentionQueryDocument,
    "UpdatesTab_DeviceQuery": types.UpdatesTab_DeviceQueryDocument,
    "Journal_DeviceQuery": types.Journal_DeviceQueryDocument,
    "DeviceLife_QuarantineMutation": types.DeviceLife_QuarantineMutationDocument,
    "DeviceLife_ReleaseMutation": types.DeviceLife_ReleaseMutationDocument,
    "DeviceLife_RotateMutation": types.DeviceLife_RotateMutationDocument,
    "DeviceLife_DecommissionMutation": types.DeviceLife_DecommissionMutationDocument,
    "DeviceLife_RetireMutation": types.DeviceLife_RetireMutationDocument,
    "DeviceLife_RevokeMutation": types.DeviceLife_RevokeMutationDocument,
    "DeviceMetrics_LiveSubscription": types.DeviceMetrics_LiveSubscriptionDocument,
    "DevicePast_RibbonsQuery": types.DevicePast_RibbonsQueryDocument,
    "DevicePast_AsOfQuery": types.DevicePast_AsOfQueryDocument,
    "QuarantineTab_ItemsQuery": types.QuarantineTab_ItemsQueryDocument,
    "QuarantineTab_TelemetryQuery": types.QuarantineTab_TelemetryQueryDocument,
    "QuarantineTab_ReleaseItemsMutation": types.QuarantineTab_ReleaseItemsMutationDocument,
    "QuarantineTab_DiscardItemsMutation": types.QuarantineTab_DiscardItemsMutationDocument,
    "QuarantineTab_ReleaseTelemetryMutation": types.QuarantineTab_ReleaseTelemetryMutationDocument,
    "QuarantineTab_DiscardTelemetryMutation": types.QuarantineTab_DiscardTelemetryMutationDocument,
    "ReplayTab_DeviceQuery": types.ReplayTab_DeviceQueryDocument,
    "ReplayTab_ProgressSubscription": types.ReplayTab_ProgressSubscriptionDocument,
    "TimelineTab_DeviceQuery": types.TimelineTab_DeviceQueryDocument,
    "UpdateJournal_DeviceQuery": types.UpdateJournal_DeviceQueryDocument,
    "DeviceTable_DevicesQuery": types.DeviceTable_DevicesQueryDocument,
    "DevicePeekPanel_NameQuery": types.DevicePeekPanel_NameQueryDocument,
    "DevicePeek_DeviceQuery": types.DevicePeek_DeviceQueryDocument,
    "DeviceRow_DeviceFragment": types.DeviceRow_DeviceFragmentFragmentDoc,
    "FilterBar_PlacesQuery": types.FilterBar_PlacesQueryDocument,
    "PeekSparklines_MetricsFragment": types.PeekSparklines_MetricsFragmentFragmentDoc,
    "DeviceTable_ChangesSubscription": types.DeviceTable_ChangesSubscriptionDocument,
    "DeviceTable_HeartbeatsSubscription": types.DeviceTable_HeartbeatsSubscriptionDocument,
    "AuthorityConflict_ConflictFragment": types.AuthorityConflict_ConflictFragmentFragmentDoc,
    "AuthorityConflict_ResolveMutation": types.AuthorityConflict_ResolveMutationDocument,
    "DomainAuthority_AuthorityQuery": types.DomainAuthority_AuthorityQueryDocument,
    "DomainPage_DomainQuery": types.DomainPage_DomainQueryDocument,
    "DomainSettings_DomainQuery": types.DomainSettings_DomainQueryDocument,
    "NotWellPanel_CountsQuery": types.NotWellPanel_CountsQueryDocument,
    "SettingsForm_SetMutation": types.SettingsForm_SetMutationDocument,
    "DomainSettings_SettingsFragment": types.DomainSettings_SettingsFragmentFragmentDoc,
    "DebtTimeline_DomainQuery": types.DebtTimeline_DomainQueryDocument,
    "DebtTimeline_BacklogQuery": types.DebtTimeline_BacklogQueryDocument,
    "TopologyPanel_TopologyQuery": types.TopologyPanel_TopologyQueryDocument,
    "PendingDevice_DeviceFragment": types.PendingDevice_DeviceFragmentFragmentDoc,
    "PendingDevices_DevicesQuery": types.PendingDevices_DevicesQueryDocument,
    "PendingDevices_ChangesSubscription": types.PendingDevices_ChangesSubscriptionDocument,
    "RuleForm_DomainsQuery": types.RuleForm_DomainsQueryDocument,
    "RuleForm_CreateMutation": types.RuleForm_CreateMutationDocument,
    "RuleList_RulesQuery": types.RuleList_RulesQueryDocument,
    "RuleList_DisableMutation": types.RuleList_DisableMutationDocument,
    "TokenForm_PlacesQuery": types.TokenForm_PlacesQueryDocument,
    "TokenForm_CreateMutation": types.TokenForm_CreateMutationDocument,
    "TokenList_TokensQuery": types.TokenList_TokensQueryDocument,
    "TokenList_RevokeMutation": types.TokenList_RevokeMutationDocument,
    "TokenRow_TokenFragment": types.TokenRow_TokenFragmentFragmentDoc,
    "DomainHealth_SignalsQuery": types.DomainHealth_SignalsQueryDocument,
    "DomainSignal_HealthSignalFragment": types.DomainSignal_HealthSignalFragmentFragmentDoc,
    "HealthSignal_HealthSignalFragment": types.HealthSignal_HealthSignalFragmentFragmentDoc,
    "Health_SignalsQuery": types.Health_SignalsQueryDocument,
    "Health_IngestQuery": types.Health_IngestQueryDocument,
    "Health_ChangedSubscription": types.Health_ChangedSubscriptionDocument,
    "AssignChoices_UsersQuery": types.AssignChoices_UsersQueryDocument,
    "AttentionRow_ItemFragment": types.AttentionRow_ItemFragmentFragmentDoc,
    "InboxPeek_ItemQuery": types.InboxPeek_ItemQueryDocument,
    "InboxPeek_ChangesSubscription": types.InboxPeek_ChangesSubscriptionDocument,
    "Inbox_QueueQuery": types.Inbox_QueueQueryDocument,
    "MemberList_ItemFragment": types.MemberList_ItemFragmentFragmentDoc,
    "NothingHere_DevicesQuery": types.NothingHere_DevicesQueryDocument,
    "Inbox_ChangesSubscription": types.Inbox_ChangesSubscriptionDocument,
    "Inbox_AcknowledgeMutation": types.Inbox_AcknowledgeMutationDocument,
    "Inbox_MergeMutation": types.Inbox_MergeMutationDocument,
    "Inbox_DismissMutation": types.Inbox_DismissMutationDocument,
    "Inbox_SnoozeMutation": types.Inbox_SnoozeMutationDocument,
    "Inbox_AssignMutation": types.Inbox_AssignMutationDocument,
    "Inbox_ResolveMutation": types.Inbox_ResolveMutationDocument,
    "PendingPanel_DevicesQuery": types.PendingPanel_DevicesQueryDocument,
    "PendingPanel_ChangesSubscription": types.PendingPanel_ChangesSubscriptionDocument,
    "RibbonPanel_HistoryQuery": types.RibbonPanel_HistoryQueryDocument,
    "Spectrum_SpectrumFragment": types.Spectrum_SpectrumFragmentFragmentDoc,
    "DomainTable_DomainsQuery": types.DomainTable_DomainsQueryDocument,
    "SpectrumPanel_AsOfQuery": types.SpectrumPanel_AsOfQueryDocument,
    "Overview_ChangedSubscription": types.Overview_ChangedSubscriptionDocument,
    "ScopeDomain_DomainsQuery": types.ScopeDomain_DomainsQueryDocument,
    "SpectrumPanel_SpectrumQuery": types.SpectrumPanel_SpectrumQueryDocument,
    "SpectrumPanel_ChangedSubscription": types.SpectrumPanel_ChangedSubscriptionDocument,
    "ArtifactChoice_ArtifactsQuery": types.ArtifactChoice_ArtifactsQueryDocument,
    "MatchedCount_SimulationQuery": types.MatchedCount_SimulationQueryDocument,
    "NamedDevices_DevicesQuery": types.NamedDevices_DevicesQueryDocument,
    "RemoveTemplate_RemoveMutation": types.RemoveTemplate_RemoveMutationDocument,
    "SaveTemplate_SaveMutation": types.SaveTemplate_SaveMutationDocument,
    "SimulationStep_SimulationQuery": types.SimulationStep_SimulationQueryDocument,
    "SimulationStep_CreateMutation": types.SimulationStep_CreateMutationDocument,
    "Simulation_SimulationFragment": types.Simulation_SimulationFragmentFragmentDoc,
    "TemplateDialog_TemplatesQuery": types.TemplateDialog_TemplatesQueryDocument,
    "TemplateDialog_CreateMutation": types.TemplateDialog_CreateMutationDocument,
    "WaveTurns_WaveFragment": types.WaveTurns_WaveFragmentFragmentDoc,
    "BudgetsPanel_BudgetsQuery": types.BudgetsPanel_BudgetsQueryDocument,
    "DryRun_SimulationQuery": types.DryRun_SimulationQueryDocument,
    "Override_RequestMutation": types.Override_RequestMutationDocument,
    "Override_ApproveMutation": types.Override_ApproveMutationDocument,
    "RolloutRow_RolloutFragment": types.RolloutRow_RolloutFragmentFragmentDoc,
    "RolloutTimeline_RolloutQuery": types.RolloutTimeline_RolloutQueryDocument,
    "PlaceNames_PlacesQuery": types.PlaceNames_PlacesQueryDocument,
    "RolloutCommand_StartMutation": types.RolloutCommand_StartMutationDocument,
    "RolloutCommand_ApproveMutation": types.RolloutCommand_ApproveMutationDocument,
    "RolloutCommand_PromoteMutation": types.RolloutCommand_PromoteMutationDocument,
    "RolloutCommand_PauseMutation": types.RolloutCommand_PauseMutationDocument,
    "RolloutCommand_ResumeMutation": types.RolloutCommand_ResumeMutationDocument,
    "RolloutCommand_RetryMutation": types.RolloutCommand_RetryMutationDocument,
    "RolloutCommand_RollBackMutation": types.RolloutCommand_RollBackMutationDocument,
    "RolloutCommand_AbortMutation": types.RolloutCommand_AbortMutationDocument,
    "RolloutPage_RolloutFragment": types.RolloutPage_RolloutFragmentFragmentDoc,
    "Selection_SelectionFragment": types.Selection_SelectionFragmentFragmentDoc,
    "RolloutWave_WaveFragment": types.RolloutWave_WaveFragmentFragmentDoc,
    "Rollout_RolloutQuery": types.Rollout_RolloutQueryDocument,
    "Rollout_ChangesSubscription": types.Rollout_ChangesSubscriptionDocument,
    "Rollouts_RolloutsQuery": types.Rollouts_RolloutsQueryDocument,
    "Rollouts_ChangesSubscription": types.Rollouts_ChangesSubscriptionDocument,
    "Targets_RolloutQuery": types.Targets_RolloutQueryDocument,
    "ApproveRunbook_ApproveMutation": types.ApproveRunbook_ApproveMutationDocument,
    "RegisterRunbook_RegisterMutation": types.RegisterRunbook_RegisterMutationDocument,
    "RetireRunbook_RetireMutation": types.RetireRunbook_RetireMutationDocument,
    "Runbook_RunbookFragment": types.Runbook_RunbookFragmentFragmentDoc,
    "Runbooks_RunbooksQuery": types.Runbooks_RunbooksQueryDocument,
    "StatusBoard_StatusBoardQuery": types.StatusBoard_StatusBoardQueryDocument,
    "Viewer_ViewerQuery": types.Viewer_ViewerQueryDocument,
    "CommandPalette_DevicesQuery": types.CommandPalette_DevicesQueryDocument,
    "ScopeCrumbs_DomainsQuery": types.ScopeCrumbs_DomainsQueryDocument,
};

/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 *
 *
 * @example
 * ```ts
 * const query = graphql(`query GetUser($id: ID!) { user(id: $id) { name } }`);
 * ```
 *
 * The query argument is unknown!
 * Please regenerate the types.
 */
export function graphql(source: string): unknown;

/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation AddKeyDialog_AddMutation($input: AddSigningKeyInput!) {\n    addSigningKey(input: $input) {\n      ...SigningKey_KeyFragment\n    }\n  }\n"): (typeof documents)["\n  mutation AddKeyDialog_AddMutation($input: AddSigningKeyInput!) {\n    addSigningKey(input: $input) {\n      ...SigningKey_KeyFragment\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation ArtifactActions_PromoteMutation($input: PromoteArtifactInput!) {\n    promoteArtifact(input: $input) {\n      ...ArtifactPage_ArtifactFragment\n    }\n  }\n"): (typeof documents)["\n  mutation ArtifactActions_PromoteMutation($input: PromoteArtifactInput!) {\n    promoteArtifact(input: $input) {\n      ...ArtifactPage_ArtifactFragment\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query ArtifactFilterBar_KeysQuery {\n    signingKeys {\n      keyId\n      name\n    }\n  }\n"): (typeof documents)["\n  query ArtifactFilterBar_KeysQuery {\n    signingKeys {\n      keyId\n      name\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment ArtifactPage_ArtifactFragment on Artifact {\n    id\n    name\n    version\n    mediaType\n    digest\n    size\n    mirrors\n    retentionDays\n    state\n    channel\n    reason\n    deviceCount\n    registeredAt\n    registeredBy\n    registeredByUser {\n      id\n      name\n      email\n    }\n    uploadedAt\n    judgedAt\n    promotedAt\n    withdrawnAt\n    withdrawReason\n    bytesRemovedAt\n    faults {\n      reason\n      words\n      evidenceId\n    }\n    signers {\n      keyId\n      role\n      evidenceId\n      key {\n        keyId\n        name\n        state\n      }\n    }\n    evidence {\n      evidenceId\n      kind\n      mediaType\n      digest\n      size\n      attachedAt\n      attachedBy\n    }\n    sboms {\n      evidenceId\n      specVersion\n      components\n    }\n    provenance {\n      predicateType\n      builder\n      buildType\n      invocation\n      finishedAt\n      materials {\n        uri\n        digest\n      }\n    }\n  }\n"): (typeof documents)["\n  fragment ArtifactPage_ArtifactFragment on Artifact {\n    id\n    name\n    version\n    mediaType\n    digest\n    size\n    mirrors\n    retentionDays\n    state\n    channel\n    reason\n    deviceCount\n    registeredAt\n    registeredBy\n    registeredByUser {\n      id\n      name\n      email\n    }\n    uploadedAt\n    judgedAt\n    promotedAt\n    withdrawnAt\n    withdrawReason\n    bytesRemovedAt\n    faults {\n      reason\n      words\n      evidenceId\n    }\n    signers {\n      keyId\n      role\n      evidenceId\n      key {\n        keyId\n        name\n        state\n      }\n    }\n    evidence {\n      evidenceId\n      kind\n      mediaType\n      digest\n      size\n      attachedAt\n      attachedBy\n    }\n    sboms {\n      evidenceId\n      specVersion\n      components\n    }\n    provenance {\n      predicateType\n      builder\n      buildType\n      invocation\n      finishedAt\n      materials {\n        uri\n        digest\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query ArtifactList_ArtifactsQuery(\n    $first: Int!\n    $after: String\n    $containing: String\n    $state: ArtifactState\n    $channel: ArtifactChannel\n    $signedBy: ID\n  ) {\n    artifacts(\n      first: $first\n      after: $after\n      containing: $containing\n      state: $state\n      channel: $channel\n      signedBy: $signedBy\n    ) {\n      edges {\n        node {\n          ...ArtifactRow_ArtifactFragment\n        }\n      }\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n    }\n  }\n"): (typeof documents)["\n  query ArtifactList_ArtifactsQuery(\n    $first: Int!\n    $after: String\n    $containing: String\n    $state: ArtifactState\n    $channel: ArtifactChannel\n    $signedBy: ID\n  ) {\n    artifacts(\n      first: $first\n      after: $after\n      containing: $containing\n      state: $state\n      channel: $channel\n      signedBy: $signedBy\n    ) {\n      edges {\n        node {\n          ...ArtifactRow_ArtifactFragment\n        }\n      }\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query ArtifactPage_ArtifactQuery($id: ID!) {\n    artifact(id: $id) {\n      ...ArtifactPage_ArtifactFragment\n    }\n    signingThresholds {\n      role\n      threshold\n    }\n  }\n"): (typeof documents)["\n  query ArtifactPage_ArtifactQuery($id: ID!) {\n    artifact(id: $id) {\n      ...ArtifactPage_ArtifactFragment\n    }\n    signingThresholds {\n      role\n      threshold\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment ArtifactRow_ArtifactFragment on Artifact {\n    id\n    name\n    version\n    digest\n    size\n    state\n    channel\n    reason\n    registeredAt\n    deviceCount\n    signers {\n      keyId\n      role\n      key {\n        keyId\n        name\n      }\n    }\n  }\n"): (typeof documents)["\n  fragment ArtifactRow_ArtifactFragment on Artifact {\n    id\n    name\n    version\n    digest\n    size\n    state\n    channel\n    reason\n    registeredAt\n    deviceCount\n    signers {\n      keyId\n      role\n      key {\n        keyId\n        name\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query ComponentUsesPanel_UsesQuery($purl: String, $name: String, $versions: String, $after: String) {\n    componentUses(first: 50, after: $after, purl: $purl, name: $name, versions: $versions) {\n      edges {\n        node {\n          artifactId\n          evidenceId\n          name\n          version\n          purl\n          artifact {\n            id\n            name\n            version\n            state\n            deviceCount\n          }\n        }\n      }\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n    }\n  }\n"): (typeof documents)["\n  query ComponentUsesPanel_UsesQuery($purl: String, $name: String, $versions: String, $after: String) {\n    componentUses(first: 50, after: $after, purl: $purl, name: $name, versions: $versions) {\n      edges {\n        node {\n          artifactId\n          evidenceId\n          name\n          version\n          purl\n          artifact {\n            id\n            name\n            version\n            state\n            deviceCount\n          }\n        }\n      }\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query ComponentsTab_ArtifactQuery($id: ID!, $containing: String, $after: String) {\n    artifact(id: $id) {\n      id\n      components(first: 100, after: $after, containing: $containing) {\n        edges {\n          node {\n            evidenceId\n            name\n            version\n            purl\n            type\n          }\n        }\n        pageInfo {\n          hasNextPage\n          endCursor\n        }\n      }\n    }\n  }\n"): (typeof documents)["\n  query ComponentsTab_ArtifactQuery($id: ID!, $containing: String, $after: String) {\n    artifact(id: $id) {\n      id\n      components(first: 100, after: $after, containing: $containing) {\n        edges {\n          node {\n            evidenceId\n            name\n            version\n            purl\n            type\n          }\n        }\n        pageInfo {\n          hasNextPage\n          endCursor\n        }\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment DeviceSoftwareTable_SoftwareFragment on DeviceSoftware {\n    name\n    version\n    digest\n    since\n    trace\n    artifact {\n      id\n    }\n    device {\n      id\n      name\n    }\n  }\n"): (typeof documents)["\n  fragment DeviceSoftwareTable_SoftwareFragment on DeviceSoftware {\n    name\n    version\n    digest\n    since\n    trace\n    artifact {\n      id\n    }\n    device {\n      id\n      name\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query DevicesRunningPanel_DevicesQuery($purl: String, $name: String, $versions: String, $after: String) {\n    devicesRunning(first: 50, after: $after, purl: $purl, name: $name, versions: $versions) {\n      edges {\n        node {\n          ...DeviceSoftwareTable_SoftwareFragment\n        }\n      }\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n    }\n  }\n"): (typeof documents)["\n  query DevicesRunningPanel_DevicesQuery($purl: String, $name: String, $versions: String, $after: String) {\n    devicesRunning(first: 50, after: $after, purl: $purl, name: $name, versions: $versions) {\n      edges {\n        node {\n          ...DeviceSoftwareTable_SoftwareFragment\n        }\n      }\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation PullTokenDialog_CreateMutation($input: CreatePullTokenInput!) {\n    createPullToken(input: $input) {\n      token\n      path\n      expiresAt\n    }\n  }\n"): (typeof documents)["\n  mutation PullTokenDialog_CreateMutation($input: CreatePullTokenInput!) {\n    createPullToken(input: $input) {\n      token\n      path\n      expiresAt\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query RevokeKeyDialog_ArtifactsQuery($keyId: ID!) {\n    artifacts(first: 200, signedBy: $keyId) {\n      edges {\n        node {\n          id\n          name\n          version\n          state\n          signers {\n            keyId\n            role\n          }\n        }\n      }\n      pageInfo {\n        hasNextPage\n      }\n    }\n  }\n"): (typeof documents)["\n  query RevokeKeyDialog_ArtifactsQuery($keyId: ID!) {\n    artifacts(first: 200, signedBy: $keyId) {\n      edges {\n        node {\n          id\n          name\n          version\n          state\n          signers {\n            keyId\n            role\n          }\n        }\n      }\n      pageInfo {\n        hasNextPage\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation RevokeKeyDialog_RevokeMutation($input: RevokeSigningKeyInput!) {\n    revokeSigningKey(input: $input) {\n      ...SigningKey_KeyFragment\n    }\n  }\n"): (typeof documents)["\n  mutation RevokeKeyDialog_RevokeMutation($input: RevokeSigningKeyInput!) {\n    revokeSigningKey(input: $input) {\n      ...SigningKey_KeyFragment\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation RotateKeyDialog_RotateMutation($input: RotateSigningKeyInput!) {\n    rotateSigningKey(input: $input) {\n      ...SigningKey_KeyFragment\n    }\n  }\n"): (typeof documents)["\n  mutation RotateKeyDialog_RotateMutation($input: RotateSigningKeyInput!) {\n    rotateSigningKey(input: $input) {\n      ...SigningKey_KeyFragment\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query RunningOnTab_ArtifactQuery($id: ID!, $after: String) {\n    artifact(id: $id) {\n      id\n      runningOn(first: 50, after: $after) {\n        edges {\n          node {\n            ...DeviceSoftwareTable_SoftwareFragment\n          }\n        }\n        pageInfo {\n          hasNextPage\n          endCursor\n        }\n      }\n    }\n  }\n"): (typeof documents)["\n  query RunningOnTab_ArtifactQuery($id: ID!, $after: String) {\n    artifact(id: $id) {\n      id\n      runningOn(first: 50, after: $after) {\n        edges {\n          node {\n            ...DeviceSoftwareTable_SoftwareFragment\n          }\n        }\n        pageInfo {\n          hasNextPage\n          endCursor\n        }\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment SigningKey_KeyFragment on SigningKey {\n    keyId\n    name\n    role\n    algorithm\n    publicKeyPem\n    state\n    validFrom\n    validUntil\n    addedAt\n    addedBy\n    addedByUser {\n      id\n      name\n      email\n    }\n    successorId\n    revokedAt\n    revokeReason\n    artifactCount\n    deviceCount\n  }\n"): (typeof documents)["\n  fragment SigningKey_KeyFragment on SigningKey {\n    keyId\n    name\n    role\n    algorithm\n    publicKeyPem\n    state\n    validFrom\n    validUntil\n    addedAt\n    addedBy\n    addedByUser {\n      id\n      name\n      email\n    }\n    successorId\n    revokedAt\n    revokeReason\n    artifactCount\n    deviceCount\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query SigningKeys_KeysQuery {\n    signingKeys {\n      ...SigningKey_KeyFragment\n    }\n    signingThresholds {\n      role\n      threshold\n    }\n  }\n"): (typeof documents)["\n  query SigningKeys_KeysQuery {\n    signingKeys {\n      ...SigningKey_KeyFragment\n    }\n    signingThresholds {\n      role\n      threshold\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation ThresholdsPanel_SetMutation($input: SetSigningThresholdInput!) {\n    setSigningThreshold(input: $input) {\n      role\n      threshold\n    }\n  }\n"): (typeof documents)["\n  mutation ThresholdsPanel_SetMutation($input: SetSigningThresholdInput!) {\n    setSigningThreshold(input: $input) {\n      role\n      threshold\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation VerdictPanel_VerifyMutation($artifactId: ID!) {\n    verifyArtifact(artifactId: $artifactId) {\n      ...ArtifactPage_ArtifactFragment\n    }\n  }\n"): (typeof documents)["\n  mutation VerdictPanel_VerifyMutation($artifactId: ID!) {\n    verifyArtifact(artifactId: $artifactId) {\n      ...ArtifactPage_ArtifactFragment\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query VersionsTab_ArtifactsQuery($name: String!) {\n    artifacts(first: 100, name: $name) {\n      edges {\n        node {\n          ...ArtifactRow_ArtifactFragment\n        }\n      }\n      pageInfo {\n        hasNextPage\n      }\n    }\n  }\n"): (typeof documents)["\n  query VersionsTab_ArtifactsQuery($name: String!) {\n    artifacts(first: 100, name: $name) {\n      edges {\n        node {\n          ...ArtifactRow_ArtifactFragment\n        }\n      }\n      pageInfo {\n        hasNextPage\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation WithdrawDialog_WithdrawMutation($input: WithdrawArtifactInput!) {\n    withdrawArtifact(input: $input) {\n      ...ArtifactPage_ArtifactFragment\n    }\n  }\n"): (typeof documents)["\n  mutation WithdrawDialog_WithdrawMutation($input: WithdrawArtifactInput!) {\n    withdrawArtifact(input: $input) {\n      ...ArtifactPage_ArtifactFragment\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation ApproveBatch_ApproveMutation($input: ApproveBatchInput!) {\n    approveBatch(input: $input) {\n      id\n      state\n    }\n  }\n"): (typeof documents)["\n  mutation ApproveBatch_ApproveMutation($input: ApproveBatchInput!) {\n    approveBatch(input: $input) {\n      id\n      state\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation BatchDialog_StartMutation($input: StartBatchInput!) {\n    startBatch(input: $input) {\n      id\n      state\n    }\n  }\n"): (typeof documents)["\n  mutation BatchDialog_StartMutation($input: StartBatchInput!) {\n    startBatch(input: $input) {\n      id\n      state\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query BatchList_BatchesQuery {\n    batches(first: 50) {\n      edges {\n        node {\n          id\n          state\n          reason\n          plannedAt\n          startedAt\n          endedAt\n          plan {\n            id\n            action\n            devices\n          }\n          progress {\n            state\n            count\n          }\n        }\n      }\n    }\n  }\n"): (typeof documents)["\n  query BatchList_BatchesQuery {\n    batches(first: 50) {\n      edges {\n        node {\n          id\n          state\n          reason\n          plannedAt\n          startedAt\n          endedAt\n          plan {\n            id\n            action\n            devices\n          }\n          progress {\n            state\n            count\n          }\n        }\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query ExportDevices_DevicesQuery($q: String, $after: String) {\n    devices(first: 200, q: $q, after: $after) {\n      edges {\n        node {\n          id\n          name\n          kind\n          trust\n          phase\n          connectivity {\n            mode\n            lastSeenAt\n          }\n          domain {\n            id\n            path\n          }\n          location {\n            id\n            name\n          }\n        }\n      }\n      pageInfo {\n        endCursor\n        hasNextPage\n      }\n    }\n  }\n"): (typeof documents)["\n  query ExportDevices_DevicesQuery($q: String, $after: String) {\n    devices(first: 200, q: $q, after: $after) {\n      edges {\n        node {\n          id\n          name\n          kind\n          trust\n          phase\n          connectivity {\n            mode\n            lastSeenAt\n          }\n          domain {\n            id\n            path\n          }\n          location {\n            id\n            name\n          }\n        }\n      }\n      pageInfo {\n        endCursor\n        hasNextPage\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation StopBatch_StopMutation($input: StopBatchInput!) {\n    stopBatch(input: $input) {\n      id\n      state\n    }\n  }\n"): (typeof documents)["\n  mutation StopBatch_StopMutation($input: StopBatchInput!) {\n    stopBatch(input: $input) {\n      id\n      state\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation BatchPlan_PlanMutation($input: PlanBatchInput!) {\n    planBatch(input: $input) {\n      id\n      action\n      expiresAt\n      devices\n      byState {\n        state\n        count\n      }\n      domains {\n        domainId\n        count\n        domain {\n          id\n          name\n        }\n      }\n      tenants\n      relaysCutOff\n      actLater\n      needsApproval\n      why {\n        detail\n      }\n      confirm\n      sample(first: 5) {\n        edges {\n          node {\n            id\n            name\n          }\n        }\n      }\n    }\n  }\n"): (typeof documents)["\n  mutation BatchPlan_PlanMutation($input: PlanBatchInput!) {\n    planBatch(input: $input) {\n      id\n      action\n      expiresAt\n      devices\n      byState {\n        state\n        count\n      }\n      domains {\n        domainId\n        count\n        domain {\n          id\n          name\n        }\n      }\n      tenants\n      relaysCutOff\n      actLater\n      needsApproval\n      why {\n        detail\n      }\n      confirm\n      sample(first: 5) {\n        edges {\n          node {\n            id\n            name\n          }\n        }\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Batch_BatchQuery($id: ID!) {\n    batch(id: $id) {\n      id\n      state\n      reason\n      plannedBy\n      plannedByUser {\n        id\n        name\n        email\n      }\n      plannedAt\n      startedBy\n      startedByUser {\n        id\n        name\n        email\n      }\n      approvedBy\n      approvedByUser {\n        id\n        name\n        email\n      }\n      startedAt\n      endedAt\n      endReason\n      expiresAt\n      progress {\n        state\n        count\n      }\n      plan {\n        id\n        action\n        payload\n        devices\n        actLater\n        relaysCutOff\n        needsApproval\n        why {\n          detail\n        }\n        byState {\n          state\n          count\n        }\n        domains {\n          domainId\n          count\n          domain {\n            id\n            name\n          }\n        }\n      }\n      targets(first: 50, state: REFUSED) {\n        edges {\n          node {\n            deviceId\n            code\n            message\n            device {\n              id\n              name\n            }\n          }\n        }\n      }\n    }\n  }\n"): (typeof documents)["\n  query Batch_BatchQuery($id: ID!) {\n    batch(id: $id) {\n      id\n      state\n      reason\n      plannedBy\n      plannedByUser {\n        id\n        name\n        email\n      }\n      plannedAt\n      startedBy\n      startedByUser {\n        id\n        name\n        email\n      }\n      approvedBy\n      approvedByUser {\n        id\n        name\n        email\n      }\n      startedAt\n      endedAt\n      endReason\n      expiresAt\n      progress {\n        state\n        count\n      }\n      plan {\n        id\n        action\n        payload\n        devices\n        actLater\n        relaysCutOff\n        needsApproval\n        why {\n          detail\n        }\n        byState {\n          state\n          count\n        }\n        domains {\n          domainId\n          count\n          domain {\n            id\n            name\n          }\n        }\n      }\n      targets(first: 50, state: REFUSED) {\n        edges {\n          node {\n            deviceId\n            code\n            message\n            device {\n              id\n              name\n            }\n          }\n        }\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation CancelCommand_CancelMutation($input: CancelCommandInput!) {\n    cancelCommand(input: $input) {\n      ...CommandRow_CommandFragment\n    }\n  }\n"): (typeof documents)["\n  mutation CancelCommand_CancelMutation($input: CancelCommandInput!) {\n    cancelCommand(input: $input) {\n      ...CommandRow_CommandFragment\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment CommandRow_CommandFragment on Command {\n    id\n    deviceId\n    batchId\n    kind\n    payload\n    delivery\n    state\n    stageReason\n    reason\n    issuedBy\n    issuedByUser {\n      id\n      name\n    }\n    authorityId\n    authorityEpoch\n    queuedAt\n    expiresAt\n    deliveredAt\n    attempts\n    acknowledgedAt\n    cancelRequestedAt\n    endedAt\n    report {\n      exitCode\n      outputBytes\n      outputTruncated\n      partial\n      startedAtMs\n      finishedAtMs\n    }\n    lateReport {\n      outcome\n      exitCode\n    }\n    device {\n      id\n      name\n    }\n  }\n"): (typeof documents)["\n  fragment CommandRow_CommandFragment on Command {\n    id\n    deviceId\n    batchId\n    kind\n    payload\n    delivery\n    state\n    stageReason\n    reason\n    issuedBy\n    issuedByUser {\n      id\n      name\n    }\n    authorityId\n    authorityEpoch\n    queuedAt\n    expiresAt\n    deliveredAt\n    attempts\n    acknowledgedAt\n    cancelRequestedAt\n    endedAt\n    report {\n      exitCode\n      outputBytes\n      outputTruncated\n      partial\n      startedAtMs\n      finishedAtMs\n    }\n    lateReport {\n      outcome\n      exitCode\n    }\n    device {\n      id\n      name\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query CommandOutput_OutputQuery($id: ID!) {\n    command(id: $id) {\n      id\n      output\n    }\n  }\n"): (typeof documents)["\n  query CommandOutput_OutputQuery($id: ID!) {\n    command(id: $id) {\n      id\n      output\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation IssueCommand_IssueMutation($input: IssueCommandInput!) {\n    issueCommand(input: $input) {\n      batchId\n      accepted\n      refused {\n        deviceId\n        code\n        message\n      }\n    }\n  }\n"): (typeof documents)["\n  mutation IssueCommand_IssueMutation($input: IssueCommandInput!) {\n    issueCommand(input: $input) {\n      batchId\n      accepted\n      refused {\n        deviceId\n        code\n        message\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Commands_CommandsQuery($q: String!, $first: Int!, $after: String) {\n    commands(q: $q, first: $first, after: $after) {\n      edges {\n        node {\n          ...CommandRow_CommandFragment\n        }\n      }\n      pageInfo {\n        endCursor\n        hasNextPage\n      }\n    }\n  }\n"): (typeof documents)["\n  query Commands_CommandsQuery($q: String!, $first: Int!, $after: String) {\n    commands(q: $q, first: $first, after: $after) {\n      edges {\n        node {\n          ...CommandRow_CommandFragment\n        }\n      }\n      pageInfo {\n        endCursor\n        hasNextPage\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  subscription Commands_ChangedSubscription($deviceId: ID, $batchId: ID) {\n    commandChanged(deviceId: $deviceId, batchId: $batchId) {\n      seq\n      command {\n        ...CommandRow_CommandFragment\n      }\n    }\n  }\n"): (typeof documents)["\n  subscription Commands_ChangedSubscription($deviceId: ID, $batchId: ID) {\n    commandChanged(deviceId: $deviceId, batchId: $batchId) {\n      seq\n      command {\n        ...CommandRow_CommandFragment\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query RunbookChoices_RunbooksQuery {\n    runbooks(first: 200, stage: APPROVED) {\n      edges {\n        node {\n          runbookId\n          version\n          name\n          description\n          parameters {\n            name\n            type\n            pattern\n            lengthMax\n            values\n            min\n            max\n          }\n        }\n      }\n    }\n  }\n"): (typeof documents)["\n  query RunbookChoices_RunbooksQuery {\n    runbooks(first: 200, stage: APPROVED) {\n      edges {\n        node {\n          runbookId\n          version\n          name\n          description\n          parameters {\n            name\n            type\n            pattern\n            lengthMax\n            values\n            min\n            max\n          }\n        }\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation AcceptAgentDialog_AcceptMutation($input: AgentMeasurementInput!) {\n    acceptAgentMeasurement(input: $input) {\n      sha256\n    }\n  }\n"): (typeof documents)["\n  mutation AcceptAgentDialog_AcceptMutation($input: AgentMeasurementInput!) {\n    acceptAgentMeasurement(input: $input) {\n      sha256\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation AcceptBaselineDialog_AcceptMutation($input: AcceptDeviceBaselineInput!) {\n    acceptDeviceBaseline(input: $input) {\n      ...SupplyChain_ProjectionFragment\n    }\n  }\n"): (typeof documents)["\n  mutation AcceptBaselineDialog_AcceptMutation($input: AcceptDeviceBaselineInput!) {\n    acceptDeviceBaseline(input: $input) {\n      ...SupplyChain_ProjectionFragment\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation ApproveDeviceButton_ApproveMutation($input: ApproveDeviceInput!) {\n    approveDevice(input: $input) {\n      id\n      trust\n      phase\n      approvedAt\n      approvedBy\n    }\n  }\n"): (typeof documents)["\n  mutation ApproveDeviceButton_ApproveMutation($input: ApproveDeviceInput!) {\n    approveDevice(input: $input) {\n      id\n      trust\n      phase\n      approvedAt\n      approvedBy\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment AuthorityPanel_DeviceFragment on Device {\n    authority {\n      masterOfRecord\n      controllerIds\n      epoch\n      lastAuthoritativeUpdateAt\n    }\n  }\n"): (typeof documents)["\n  fragment AuthorityPanel_DeviceFragment on Device {\n    authority {\n      masterOfRecord\n      controllerIds\n      epoch\n      lastAuthoritativeUpdateAt\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment CertificatePanel_DeviceFragment on Device {\n    trust\n    certificate {\n      serial\n      fingerprint\n      notBefore\n      notAfter\n    }\n  }\n"): (typeof documents)["\n  fragment CertificatePanel_DeviceFragment on Device {\n    trust\n    certificate {\n      serial\n      fingerprint\n      notBefore\n      notAfter\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment ConnectivityPanel_DeviceFragment on Device {\n    connectivity {\n      mode\n      since\n      lastSeenAt\n      linkQuality {\n        rttMs\n        lossPct\n        bandwidthKbps\n      }\n      syncDebt {\n        secondsBehind\n        backlogMessages\n        replayRequired\n      }\n    }\n  }\n"): (typeof documents)["\n  fragment ConnectivityPanel_DeviceFragment on Device {\n    connectivity {\n      mode\n      since\n      lastSeenAt\n      linkQuality {\n        rttMs\n        lossPct\n        bandwidthKbps\n      }\n      syncDebt {\n        secondsBehind\n        backlogMessages\n        replayRequired\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment DecommissionNotice_DeviceFragment on Device {\n    decommission {\n      startedAt\n      reason\n      steps {\n        name\n        state\n        at\n        detail\n      }\n    }\n  }\n"): (typeof documents)["\n  fragment DecommissionNotice_DeviceFragment on Device {\n    decommission {\n      startedAt\n      reason\n      steps {\n        name\n        state\n        at\n        detail\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation DenyDeviceButton_DenyMutation($input: DenyDeviceInput!) {\n    denyDevice(input: $input) {\n      id\n      trust\n      phase\n      stateReason\n    }\n  }\n"): (typeof documents)["\n  mutation DenyDeviceButton_DenyMutation($input: DenyDeviceInput!) {\n    denyDevice(input: $input) {\n      id\n      trust\n      phase\n      stateReason\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment DesiredReportedPanel_DeviceFragment on Device {\n    desired {\n      policyBundleId\n      targetVersion\n    }\n    reported {\n      agentVersion\n      health\n      lastHeartbeatAt\n      uptimeS\n    }\n  }\n"): (typeof documents)["\n  fragment DesiredReportedPanel_DeviceFragment on Device {\n    desired {\n      policyBundleId\n      targetVersion\n    }\n    reported {\n      agentVersion\n      health\n      lastHeartbeatAt\n      uptimeS\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment DeviceActions_DeviceFragment on Device {\n    id\n    name\n    trust\n    phase\n    connectivity {\n      mode\n    }\n  }\n"): (typeof documents)["\n  fragment DeviceActions_DeviceFragment on Device {\n    id\n    name\n    trust\n    phase\n    connectivity {\n      mode\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query DeviceDetail_DeviceQuery($id: ID!) {\n    device(id: $id) {\n      id\n      name\n      stateSince\n      phase\n      trust\n      ...DeviceHeader_DeviceFragment\n      ...StandingNotices_DeviceFragment\n      ...StateTab_DeviceFragment\n    }\n  }\n"): (typeof documents)["\n  query DeviceDetail_DeviceQuery($id: ID!) {\n    device(id: $id) {\n      id\n      name\n      stateSince\n      phase\n      trust\n      ...DeviceHeader_DeviceFragment\n      ...StandingNotices_DeviceFragment\n      ...StateTab_DeviceFragment\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  subscription DeviceDetail_ChangesSubscription($ids: [ID!]) {\n    deviceChanged(ids: $ids) {\n      seq\n      device {\n        id\n        name\n        stateSince\n        phase\n        trust\n        ...DeviceHeader_DeviceFragment\n        ...StandingNotices_DeviceFragment\n        ...StateTab_DeviceFragment\n      }\n    }\n  }\n"): (typeof documents)["\n  subscription DeviceDetail_ChangesSubscription($ids: [ID!]) {\n    deviceChanged(ids: $ids) {\n      seq\n      device {\n        id\n        name\n        stateSince\n        phase\n        trust\n        ...DeviceHeader_DeviceFragment\n        ...StandingNotices_DeviceFragment\n        ...StateTab_DeviceFragment\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment DeviceHeader_DeviceFragment on Device {\n    id\n    name\n    kind\n    trust\n    phase\n    stateSince\n    stateReason\n    channel\n    labels {\n      key\n      value\n    }\n    domain {\n      id\n      name\n      slug\n    }\n    location {\n      id\n      name\n      timeZone\n    }\n    connectivity {\n      mode\n      since\n      lastSeenAt\n    }\n    ...DeviceActions_DeviceFragment\n  }\n"): (typeof documents)["\n  fragment DeviceHeader_DeviceFragment on Device {\n    id\n    name\n    kind\n    trust\n    phase\n    stateSince\n    stateReason\n    channel\n    labels {\n      key\n      value\n    }\n    domain {\n      id\n      name\n      slug\n    }\n    location {\n      id\n      name\n      timeZone\n    }\n    connectivity {\n      mode\n      since\n      lastSeenAt\n    }\n    ...DeviceActions_DeviceFragment\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment InstancesPanel_DeviceFragment on Device {\n    id\n    name\n    clone {\n      suspectedAt\n      resolvedAt\n      keptBootId\n    }\n    instances {\n      bootId\n      epoch\n      seq\n      firstSeenAt\n      lastSeenAt\n      isCurrent\n      isRejected\n    }\n  }\n"): (typeof documents)["\n  fragment InstancesPanel_DeviceFragment on Device {\n    id\n    name\n    clone {\n      suspectedAt\n      resolvedAt\n      keptBootId\n    }\n    instances {\n      bootId\n      epoch\n      seq\n      firstSeenAt\n      lastSeenAt\n      isCurrent\n      isRejected\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation InstancesPanel_ResolveMutation($input: ResolveCloneInput!) {\n    resolveClone(input: $input) {\n      id\n      clone {\n        resolvedAt\n        keptBootId\n      }\n    }\n  }\n"): (typeof documents)["\n  mutation InstancesPanel_ResolveMutation($input: ResolveCloneInput!) {\n    resolveClone(input: $input) {\n      id\n      clone {\n        resolvedAt\n        keptBootId\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query InventoryTab_DeviceQuery($id: ID!) {\n    device(id: $id) {\n      id\n      inventory {\n        cpu\n        cpuCores\n        ramBytes\n        storageBytes\n        gpus\n        os\n        kernel\n        hostname\n        reportedAt\n        collectors {\n          name\n          state\n          reason\n        }\n      }\n    }\n  }\n"): (typeof documents)["\n  query InventoryTab_DeviceQuery($id: ID!) {\n    device(id: $id) {\n      id\n      inventory {\n        cpu\n        cpuCores\n        ramBytes\n        storageBytes\n        gpus\n        os\n        kernel\n        hostname\n        reportedAt\n        collectors {\n          name\n          state\n          reason\n        }\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment MachinesPanel_DeviceFragment on Device {\n    id\n    trust\n    phase\n    state\n    stateReason\n    connectivity {\n      mode\n    }\n    approvedAt\n    approvedBy\n    approvedByUser {\n      id\n      name\n      email\n    }\n  }\n"): (typeof documents)["\n  fragment MachinesPanel_DeviceFragment on Device {\n    id\n    trust\n    phase\n    state\n    stateReason\n    connectivity {\n      mode\n    }\n    approvedAt\n    approvedBy\n    approvedByUser {\n      id\n      name\n      email\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query DeviceMetrics_HistoryQuery($id: ID!, $range: TimeRangeInput!, $step: Int, $series: [String!]) {\n    device(id: $id) {\n      id\n      metrics(range: $range, step: $step, series: $series) {\n        rollup\n        stepS\n        series {\n          name\n          times\n          avg\n        }\n        losses {\n          class\n          from\n          to\n          count\n          reason\n        }\n      }\n    }\n  }\n"): (typeof documents)["\n  query DeviceMetrics_HistoryQuery($id: ID!, $range: TimeRangeInput!, $step: Int, $series: [String!]) {\n    device(id: $id) {\n      id\n      metrics(range: $range, step: $step, series: $series) {\n        rollup\n        stepS\n        series {\n          name\n          times\n          avg\n        }\n        losses {\n          class\n          from\n          to\n          count\n          reason\n        }\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment ReplaySession_SessionFragment on ReplaySessionInfo {\n    id\n    sessionEpoch\n    journalEpoch\n    firstSeq\n    acceptedSeq\n    lastSeq\n    permitted\n    conflicts\n    unauthorised\n    dropped\n    evidence\n    endReason\n    openedAt\n    endedAt\n    state\n    ratePerS\n    etaS\n    oldestAt\n  }\n"): (typeof documents)["\n  fragment ReplaySession_SessionFragment on ReplaySessionInfo {\n    id\n    sessionEpoch\n    journalEpoch\n    firstSeq\n    acceptedSeq\n    lastSeq\n    permitted\n    conflicts\n    unauthorised\n    dropped\n    evidence\n    endReason\n    openedAt\n    endedAt\n    state\n    ratePerS\n    etaS\n    oldestAt\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment StandingNotices_DeviceFragment on Device {\n    id\n    trust\n    quarantine {\n      since\n      reason\n      cause\n      evidence\n      attempts\n      heldItems\n      heldBytes\n      diverted {\n        telemetry\n        reports\n        events\n      }\n    }\n    clone {\n      suspectedAt\n      resolvedAt\n    }\n    reasons {\n      code\n      detail\n    }\n    retention {\n      retentionClass\n      retiredAt\n      retainUntil\n    }\n    ...DecommissionNotice_DeviceFragment\n  }\n"): (typeof documents)["\n  fragment StandingNotices_DeviceFragment on Device {\n    id\n    trust\n    quarantine {\n      since\n      reason\n      cause\n      evidence\n      attempts\n      heldItems\n      heldBytes\n      diverted {\n        telemetry\n        reports\n        events\n      }\n    }\n    clone {\n      suspectedAt\n      resolvedAt\n    }\n    reasons {\n      code\n      detail\n    }\n    retention {\n      retentionClass\n      retiredAt\n      retainUntil\n    }\n    ...DecommissionNotice_DeviceFragment\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment StateTab_DeviceFragment on Device {\n    ...InstancesPanel_DeviceFragment\n    ...MachinesPanel_DeviceFragment\n    ...ConnectivityPanel_DeviceFragment\n    ...DesiredReportedPanel_DeviceFragment\n    ...AuthorityPanel_DeviceFragment\n    ...CertificatePanel_DeviceFragment\n  }\n"): (typeof documents)["\n  fragment StateTab_DeviceFragment on Device {\n    ...InstancesPanel_DeviceFragment\n    ...MachinesPanel_DeviceFragment\n    ...ConnectivityPanel_DeviceFragment\n    ...DesiredReportedPanel_DeviceFragment\n    ...AuthorityPanel_DeviceFragment\n    ...CertificatePanel_DeviceFragment\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment SupplyChain_ProjectionFragment on SupplyChainProjection {\n    verdict\n    reportedAt\n    judgedAt\n    reasons {\n      code\n      isViolation\n      subject\n      detail\n    }\n    hardware {\n      serial\n      manufacturer\n      model\n      parts {\n        kind\n        name\n        vendor\n        serial\n      }\n    }\n    firmware {\n      name\n      vendor\n      version\n    }\n    software {\n      name\n      version\n      digest\n      source\n      trace\n      hasProvenance\n      hasSbom\n      artifact {\n        id\n        name\n        version\n        signers {\n          keyId\n          role\n          key {\n            keyId\n            name\n          }\n        }\n      }\n    }\n    attestation {\n      verifiedAt\n      measuredAt\n      sequence\n      agentVersion\n      binarySha256\n      expectedSha256\n      runtimeSha256\n      configSha256\n      expectedConfigSha256\n      certificateFingerprint\n      verdict\n    }\n  }\n"): (typeof documents)["\n  fragment SupplyChain_ProjectionFragment on SupplyChainProjection {\n    verdict\n    reportedAt\n    judgedAt\n    reasons {\n      code\n      isViolation\n      subject\n      detail\n    }\n    hardware {\n      serial\n      manufacturer\n      model\n      parts {\n        kind\n        name\n        vendor\n        serial\n      }\n    }\n    firmware {\n      name\n      vendor\n      version\n    }\n    software {\n      name\n      version\n      digest\n      source\n      trace\n      hasProvenance\n      hasSbom\n      artifact {\n        id\n        name\n        version\n        signers {\n          keyId\n          role\n          key {\n            keyId\n            name\n          }\n        }\n      }\n    }\n    attestation {\n      verifiedAt\n      measuredAt\n      sequence\n      agentVersion\n      binarySha256\n      expectedSha256\n      runtimeSha256\n      configSha256\n      expectedConfigSha256\n      certificateFingerprint\n      verdict\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query SupplyChainTab_DeviceQuery($id: ID!) {\n    device(id: $id) {\n      id\n      name\n      software {\n        ...DeviceSoftwareTable_SoftwareFragment\n      }\n      supplyChain {\n        ...SupplyChain_ProjectionFragment\n      }\n    }\n  }\n"): (typeof documents)["\n  query SupplyChainTab_DeviceQuery($id: ID!) {\n    device(id: $id) {\n      id\n      name\n      software {\n        ...DeviceSoftwareTable_SoftwareFragment\n      }\n      supplyChain {\n        ...SupplyChain_ProjectionFragment\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query SupplyChainVerdictPanel_AttentionQuery {\n    attentionQueue(first: 200) {\n      edges {\n        node {\n          id\n          key\n          kind\n          scope {\n            deviceId\n          }\n        }\n      }\n    }\n  }\n"): (typeof documents)["\n  query SupplyChainVerdictPanel_AttentionQuery {\n    attentionQueue(first: 200) {\n      edges {\n        node {\n          id\n          key\n          kind\n          scope {\n            deviceId\n          }\n        }\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query UpdatesTab_DeviceQuery($id: ID!) {\n    device(id: $id) {\n      id\n      updateState {\n        rolloutId\n        wave\n        direction\n        bucket\n        since\n        attempts\n        code\n        detail\n        rollout {\n          id\n          name\n          artifact {\n            name\n            version\n            digest\n          }\n        }\n      }\n      currentLease {\n        id\n        state\n        fence\n        direction\n        grantedAt\n        beginBefore\n        begunAt\n        dueAt\n        suspicion\n      }\n      waitingFor {\n        gate\n        have\n        need\n        budget\n        approval\n        since\n        until\n        unblocks\n      }\n    }\n  }\n"): (typeof documents)["\n  query UpdatesTab_DeviceQuery($id: ID!) {\n    device(id: $id) {\n      id\n      updateState {\n        rolloutId\n        wave\n        direction\n        bucket\n        since\n        attempts\n        code\n        detail\n        rollout {\n          id\n          name\n          artifact {\n            name\n            version\n            digest\n          }\n        }\n      }\n      currentLease {\n        id\n        state\n        fence\n        direction\n        grantedAt\n        beginBefore\n        begunAt\n        dueAt\n        suspicion\n      }\n      waitingFor {\n        gate\n        have\n        need\n        budget\n        approval\n        since\n        until\n        unblocks\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Journal_DeviceQuery($id: ID!, $first: Int!, $after: String) {\n    device(id: $id) {\n      id\n      journal(first: $first, after: $after) {\n        edges {\n          node {\n            id\n            epoch\n            seq\n            toSeq\n            class\n            kind\n            body\n            deviceAt\n            recordedAt\n            verdict\n            because\n            isDropped\n            hash\n            place\n          }\n        }\n        pageInfo {\n          hasNextPage\n          endCursor\n        }\n      }\n    }\n  }\n"): (typeof documents)["\n  query Journal_DeviceQuery($id: ID!, $first: Int!, $after: String) {\n    device(id: $id) {\n      id\n      journal(first: $first, after: $after) {\n        edges {\n          node {\n            id\n            epoch\n            seq\n            toSeq\n            class\n            kind\n            body\n            deviceAt\n            recordedAt\n            verdict\n            because\n            isDropped\n            hash\n            place\n          }\n        }\n        pageInfo {\n          hasNextPage\n          endCursor\n        }\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation DeviceLife_QuarantineMutation($input: QuarantineDeviceInput!) {\n    quarantineDevice(input: $input) {\n      id\n      trust\n      phase\n    }\n  }\n"): (typeof documents)["\n  mutation DeviceLife_QuarantineMutation($input: QuarantineDeviceInput!) {\n    quarantineDevice(input: $input) {\n      id\n      trust\n      phase\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation DeviceLife_ReleaseMutation($input: ReleaseDeviceInput!) {\n    releaseDevice(input: $input) {\n      id\n      trust\n      phase\n    }\n  }\n"): (typeof documents)["\n  mutation DeviceLife_ReleaseMutation($input: ReleaseDeviceInput!) {\n    releaseDevice(input: $input) {\n      id\n      trust\n      phase\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation DeviceLife_RotateMutation($input: RotateCredentialsInput!) {\n    rotateCredentials(input: $input) {\n      id\n      trust\n    }\n  }\n"): (typeof documents)["\n  mutation DeviceLife_RotateMutation($input: RotateCredentialsInput!) {\n    rotateCredentials(input: $input) {\n      id\n      trust\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation DeviceLife_DecommissionMutation($input: StartDecommissionInput!) {\n    startDecommission(input: $input) {\n      id\n      trust\n      phase\n    }\n  }\n"): (typeof documents)["\n  mutation DeviceLife_DecommissionMutation($input: StartDecommissionInput!) {\n    startDecommission(input: $input) {\n      id\n      trust\n      phase\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation DeviceLife_RetireMutation($input: RetireDeviceInput!) {\n    retireDevice(input: $input) {\n      id\n      phase\n    }\n  }\n"): (typeof documents)["\n  mutation DeviceLife_RetireMutation($input: RetireDeviceInput!) {\n    retireDevice(input: $input) {\n      id\n      phase\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation DeviceLife_RevokeMutation($input: RevokeDeviceInput!) {\n    revokeDevice(input: $input) {\n      id\n      trust\n      phase\n    }\n  }\n"): (typeof documents)["\n  mutation DeviceLife_RevokeMutation($input: RevokeDeviceInput!) {\n    revokeDevice(input: $input) {\n      id\n      trust\n      phase\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  subscription DeviceMetrics_LiveSubscription($deviceIds: [ID!]!, $series: [String!]) {\n    deviceMetrics(deviceIds: $deviceIds, series: $series) {\n      seq\n      timesMs\n      series\n      values\n    }\n  }\n"): (typeof documents)["\n  subscription DeviceMetrics_LiveSubscription($deviceIds: [ID!]!, $series: [String!]) {\n    deviceMetrics(deviceIds: $deviceIds, series: $series) {\n      seq\n      timesMs\n      series\n      values\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query DevicePast_RibbonsQuery($id: ID!, $from: DateTime!, $to: DateTime!) {\n    device(id: $id) {\n      id\n      ribbons(from: $from, to: $to) {\n        trust {\n          state\n          from\n          to\n          reason\n        }\n        phase {\n          state\n          from\n          to\n          reason\n        }\n        connectivity {\n          state\n          from\n          to\n          reason\n        }\n      }\n    }\n  }\n"): (typeof documents)["\n  query DevicePast_RibbonsQuery($id: ID!, $from: DateTime!, $to: DateTime!) {\n    device(id: $id) {\n      id\n      ribbons(from: $from, to: $to) {\n        trust {\n          state\n          from\n          to\n          reason\n        }\n        phase {\n          state\n          from\n          to\n          reason\n        }\n        connectivity {\n          state\n          from\n          to\n          reason\n        }\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query DevicePast_AsOfQuery($id: ID!, $at: DateTime!) {\n    device(id: $id) {\n      id\n      asOf(at: $at) {\n        at\n        name\n        trust\n        phase\n        mode\n        stateWord\n        agentVersion\n        labels {\n          key\n          value\n        }\n        authority {\n          authorityId\n          masterOfRecord\n          epoch\n        }\n        domain {\n          id\n          name\n        }\n        location {\n          id\n          name\n        }\n      }\n    }\n  }\n"): (typeof documents)["\n  query DevicePast_AsOfQuery($id: ID!, $at: DateTime!) {\n    device(id: $id) {\n      id\n      asOf(at: $at) {\n        at\n        name\n        trust\n        phase\n        mode\n        stateWord\n        agentVersion\n        labels {\n          key\n          value\n        }\n        authority {\n          authorityId\n          masterOfRecord\n          epoch\n        }\n        domain {\n          id\n          name\n        }\n        location {\n          id\n          name\n        }\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query QuarantineTab_ItemsQuery($deviceId: ID!, $first: Int!) {\n    quarantinedItems(deviceId: $deviceId, first: $first) {\n      totalCount\n      edges {\n        node {\n          id\n          kind\n          payload\n          bytes\n          divertedAt\n        }\n      }\n      pageInfo {\n        hasNextPage\n      }\n    }\n  }\n"): (typeof documents)["\n  query QuarantineTab_ItemsQuery($deviceId: ID!, $first: Int!) {\n    quarantinedItems(deviceId: $deviceId, first: $first) {\n      totalCount\n      edges {\n        node {\n          id\n          kind\n          payload\n          bytes\n          divertedAt\n        }\n      }\n      pageInfo {\n        hasNextPage\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query QuarantineTab_TelemetryQuery($deviceId: ID!, $first: Int!) {\n    quarantinedTelemetry(deviceId: $deviceId, first: $first) {\n      totalCount\n      edges {\n        node {\n          id\n          epoch\n          fromSeq\n          toSeq\n          records\n          series\n          firstAt\n          lastAt\n          bytes\n          divertedAt\n        }\n      }\n      pageInfo {\n        hasNextPage\n      }\n    }\n  }\n"): (typeof documents)["\n  query QuarantineTab_TelemetryQuery($deviceId: ID!, $first: Int!) {\n    quarantinedTelemetry(deviceId: $deviceId, first: $first) {\n      totalCount\n      edges {\n        node {\n          id\n          epoch\n          fromSeq\n          toSeq\n          records\n          series\n          firstAt\n          lastAt\n          bytes\n          divertedAt\n        }\n      }\n      pageInfo {\n        hasNextPage\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation QuarantineTab_ReleaseItemsMutation($ids: [ID!], $deviceId: ID) {\n    releaseQuarantined(ids: $ids, deviceId: $deviceId) {\n      items\n    }\n  }\n"): (typeof documents)["\n  mutation QuarantineTab_ReleaseItemsMutation($ids: [ID!], $deviceId: ID) {\n    releaseQuarantined(ids: $ids, deviceId: $deviceId) {\n      items\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation QuarantineTab_DiscardItemsMutation($ids: [ID!], $deviceId: ID) {\n    discardQuarantined(ids: $ids, deviceId: $deviceId) {\n      items\n    }\n  }\n"): (typeof documents)["\n  mutation QuarantineTab_DiscardItemsMutation($ids: [ID!], $deviceId: ID) {\n    discardQuarantined(ids: $ids, deviceId: $deviceId) {\n      items\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation QuarantineTab_ReleaseTelemetryMutation($ids: [ID!], $deviceId: ID) {\n    releaseQuarantinedTelemetry(ids: $ids, deviceId: $deviceId)\n  }\n"): (typeof documents)["\n  mutation QuarantineTab_ReleaseTelemetryMutation($ids: [ID!], $deviceId: ID) {\n    releaseQuarantinedTelemetry(ids: $ids, deviceId: $deviceId)\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation QuarantineTab_DiscardTelemetryMutation($ids: [ID!], $deviceId: ID) {\n    discardQuarantinedTelemetry(ids: $ids, deviceId: $deviceId)\n  }\n"): (typeof documents)["\n  mutation QuarantineTab_DiscardTelemetryMutation($ids: [ID!], $deviceId: ID) {\n    discardQuarantinedTelemetry(ids: $ids, deviceId: $deviceId)\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query ReplayTab_DeviceQuery($id: ID!) {\n    device(id: $id) {\n      id\n      replay {\n        ...ReplaySession_SessionFragment\n      }\n      replays(first: 20) {\n        edges {\n          node {\n            ...ReplaySession_SessionFragment\n          }\n        }\n        pageInfo {\n          hasNextPage\n        }\n      }\n    }\n  }\n"): (typeof documents)["\n  query ReplayTab_DeviceQuery($id: ID!) {\n    device(id: $id) {\n      id\n      replay {\n        ...ReplaySession_SessionFragment\n      }\n      replays(first: 20) {\n        edges {\n          node {\n            ...ReplaySession_SessionFragment\n          }\n        }\n        pageInfo {\n          hasNextPage\n        }\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  subscription ReplayTab_ProgressSubscription($deviceId: ID!) {\n    replayProgress(deviceId: $deviceId) {\n      seq\n      deviceId\n      replay {\n        ...ReplaySession_SessionFragment\n      }\n    }\n  }\n"): (typeof documents)["\n  subscription ReplayTab_ProgressSubscription($deviceId: ID!) {\n    replayProgress(deviceId: $deviceId) {\n      seq\n      deviceId\n      replay {\n        ...ReplaySession_SessionFragment\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query TimelineTab_DeviceQuery($id: ID!, $first: Int!, $after: String) {\n    device(id: $id) {\n      id\n      timeline(first: $first, after: $after) {\n        edges {\n          node {\n            id\n            type\n            summary\n            at\n            actor\n            actorUser {\n              id\n              name\n              email\n            }\n            position\n            data\n          }\n        }\n        pageInfo {\n          hasNextPage\n          endCursor\n        }\n      }\n    }\n  }\n"): (typeof documents)["\n  query TimelineTab_DeviceQuery($id: ID!, $first: Int!, $after: String) {\n    device(id: $id) {\n      id\n      timeline(first: $first, after: $after) {\n        edges {\n          node {\n            id\n            type\n            summary\n            at\n            actor\n            actorUser {\n              id\n              name\n              email\n            }\n            position\n            data\n          }\n        }\n        pageInfo {\n          hasNextPage\n          endCursor\n        }\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query UpdateJournal_DeviceQuery($id: ID!, $first: Int!, $after: String) {\n    device(id: $id) {\n      id\n      updateJournal(first: $first, after: $after) {\n        edges {\n          node {\n            id\n            direction\n            generation\n            leaseState\n            fence\n            grantedAt\n            begunAt\n            endedAt\n            code\n            detail\n            steps {\n              state\n              at\n            }\n            artifact {\n              name\n              version\n              digest\n            }\n            rollout {\n              id\n              name\n            }\n          }\n        }\n        pageInfo {\n          hasNextPage\n          endCursor\n        }\n      }\n    }\n  }\n"): (typeof documents)["\n  query UpdateJournal_DeviceQuery($id: ID!, $first: Int!, $after: String) {\n    device(id: $id) {\n      id\n      updateJournal(first: $first, after: $after) {\n        edges {\n          node {\n            id\n            direction\n            generation\n            leaseState\n            fence\n            grantedAt\n            begunAt\n            endedAt\n            code\n            detail\n            steps {\n              state\n              at\n            }\n            artifact {\n              name\n              version\n              digest\n            }\n            rollout {\n              id\n              name\n            }\n          }\n        }\n        pageInfo {\n          hasNextPage\n          endCursor\n        }\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query DeviceTable_DevicesQuery($first: Int!, $after: String, $q: String, $sort: String) {\n    devices(first: $first, after: $after, q: $q, sort: $sort) {\n      totalCount\n      edges {\n        node {\n          ...DeviceRow_DeviceFragment\n        }\n      }\n      pageInfo {\n        endCursor\n        hasNextPage\n      }\n    }\n  }\n"): (typeof documents)["\n  query DeviceTable_DevicesQuery($first: Int!, $after: String, $q: String, $sort: String) {\n    devices(first: $first, after: $after, q: $q, sort: $sort) {\n      totalCount\n      edges {\n        node {\n          ...DeviceRow_DeviceFragment\n        }\n      }\n      pageInfo {\n        endCursor\n        hasNextPage\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query DevicePeekPanel_NameQuery($id: ID!) {\n    device(id: $id) {\n      id\n      name\n    }\n  }\n"): (typeof documents)["\n  query DevicePeekPanel_NameQuery($id: ID!) {\n    device(id: $id) {\n      id\n      name\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query DevicePeek_DeviceQuery($id: ID!, $range: TimeRangeInput!, $series: [String!]) {\n    device(id: $id) {\n      id\n      name\n      kind\n      trust\n      phase\n      stateReason\n      channel\n      enrolledAt\n      labels {\n        key\n        value\n      }\n      domain {\n        id\n        name\n        path\n      }\n      location {\n        id\n        name\n      }\n      connectivity {\n        mode\n        since\n        lastSeenAt\n        linkQuality {\n          rttMs\n          lossPct\n          bandwidthKbps\n        }\n        syncDebt {\n          backlogMessages\n        }\n      }\n      reported {\n        agentVersion\n        health\n      }\n      metrics(range: $range, step: 15, series: $series) {\n        ...PeekSparklines_MetricsFragment\n      }\n      ...DeviceActions_DeviceFragment\n    }\n  }\n"): (typeof documents)["\n  query DevicePeek_DeviceQuery($id: ID!, $range: TimeRangeInput!, $series: [String!]) {\n    device(id: $id) {\n      id\n      name\n      kind\n      trust\n      phase\n      stateReason\n      channel\n      enrolledAt\n      labels {\n        key\n        value\n      }\n      domain {\n        id\n        name\n        path\n      }\n      location {\n        id\n        name\n      }\n      connectivity {\n        mode\n        since\n        lastSeenAt\n        linkQuality {\n          rttMs\n          lossPct\n          bandwidthKbps\n        }\n        syncDebt {\n          backlogMessages\n        }\n      }\n      reported {\n        agentVersion\n        health\n      }\n      metrics(range: $range, step: 15, series: $series) {\n        ...PeekSparklines_MetricsFragment\n      }\n      ...DeviceActions_DeviceFragment\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment DeviceRow_DeviceFragment on Device {\n    id\n    name\n    kind\n    trust\n    phase\n    state\n    stateSince\n    stateReason\n    channel\n    labels {\n      key\n      value\n    }\n    domain {\n      id\n      name\n      slug\n      path\n    }\n    location {\n      id\n      name\n    }\n    connectivity {\n      mode\n      since\n      lastSeenAt\n      linkQuality {\n        rttMs\n        lossPct\n        bandwidthKbps\n      }\n    }\n    reported {\n      agentVersion\n    }\n  }\n"): (typeof documents)["\n  fragment DeviceRow_DeviceFragment on Device {\n    id\n    name\n    kind\n    trust\n    phase\n    state\n    stateSince\n    stateReason\n    channel\n    labels {\n      key\n      value\n    }\n    domain {\n      id\n      name\n      slug\n      path\n    }\n    location {\n      id\n      name\n    }\n    connectivity {\n      mode\n      since\n      lastSeenAt\n      linkQuality {\n        rttMs\n        lossPct\n        bandwidthKbps\n      }\n    }\n    reported {\n      agentVersion\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query FilterBar_PlacesQuery {\n    domains {\n      id\n      slug\n    }\n    locations {\n      id\n      name\n    }\n  }\n"): (typeof documents)["\n  query FilterBar_PlacesQuery {\n    domains {\n      id\n      slug\n    }\n    locations {\n      id\n      name\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment PeekSparklines_MetricsFragment on DeviceMetrics {\n    from\n    to\n    stepS\n    series {\n      name\n      times\n      avg\n    }\n  }\n"): (typeof documents)["\n  fragment PeekSparklines_MetricsFragment on DeviceMetrics {\n    from\n    to\n    stepS\n    series {\n      name\n      times\n      avg\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  subscription DeviceTable_ChangesSubscription($q: String) {\n    deviceChanged(q: $q) {\n      seq\n      matches\n      device {\n        ...DeviceRow_DeviceFragment\n      }\n    }\n  }\n"): (typeof documents)["\n  subscription DeviceTable_ChangesSubscription($q: String) {\n    deviceChanged(q: $q) {\n      seq\n      matches\n      device {\n        ...DeviceRow_DeviceFragment\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  subscription DeviceTable_HeartbeatsSubscription($ids: [ID!]) {\n    deviceChanged(ids: $ids) {\n      seq\n      device {\n        ...DeviceRow_DeviceFragment\n      }\n    }\n  }\n"): (typeof documents)["\n  subscription DeviceTable_HeartbeatsSubscription($ids: [ID!]) {\n    deviceChanged(ids: $ids) {\n      seq\n      device {\n        ...DeviceRow_DeviceFragment\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment AuthorityConflict_ConflictFragment on AuthorityConflict {\n    id\n    authorityId\n    epoch\n    currentAuthorityId\n    currentEpoch\n    what\n    detectedAt\n    device {\n      id\n      name\n    }\n    domain {\n      id\n      name\n    }\n  }\n"): (typeof documents)["\n  fragment AuthorityConflict_ConflictFragment on AuthorityConflict {\n    id\n    authorityId\n    epoch\n    currentAuthorityId\n    currentEpoch\n    what\n    detectedAt\n    device {\n      id\n      name\n    }\n    domain {\n      id\n      name\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation AuthorityConflict_ResolveMutation($input: ResolveAuthorityConflictInput!) {\n    resolveAuthorityConflict(input: $input) {\n      id\n      isOpen\n      resolvedAt\n    }\n  }\n"): (typeof documents)["\n  mutation AuthorityConflict_ResolveMutation($input: ResolveAuthorityConflictInput!) {\n    resolveAuthorityConflict(input: $input) {\n      id\n      isOpen\n      resolvedAt\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query DomainAuthority_AuthorityQuery($id: ID!) {\n    domain(id: $id) {\n      id\n      authority {\n        authorityId\n        masterOfRecord\n        stage\n        controllerIds\n        epoch\n        since\n        reason\n      }\n      authorityDomain {\n        id\n        name\n      }\n    }\n    authorityConflicts(domainId: $id, isOpen: true, first: 5) {\n      totalCount\n      edges {\n        node {\n          id\n          ...AuthorityConflict_ConflictFragment\n        }\n      }\n    }\n  }\n"): (typeof documents)["\n  query DomainAuthority_AuthorityQuery($id: ID!) {\n    domain(id: $id) {\n      id\n      authority {\n        authorityId\n        masterOfRecord\n        stage\n        controllerIds\n        epoch\n        since\n        reason\n      }\n      authorityDomain {\n        id\n        name\n      }\n    }\n    authorityConflicts(domainId: $id, isOpen: true, first: 5) {\n      totalCount\n      edges {\n        node {\n          id\n          ...AuthorityConflict_ConflictFragment\n        }\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query DomainPage_DomainQuery($id: ID!) {\n    domain(id: $id) {\n      id\n      name\n      slug\n      path\n      deviceCount\n      localDecisions\n    }\n  }\n"): (typeof documents)["\n  query DomainPage_DomainQuery($id: ID!) {\n    domain(id: $id) {\n      id\n      name\n      slug\n      path\n      deviceCount\n      localDecisions\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query DomainSettings_DomainQuery($id: ID!) {\n    domain(id: $id) {\n      id\n      parent {\n        id\n        name\n        settings {\n          ...DomainSettings_SettingsFragment\n        }\n      }\n      settings {\n        ...DomainSettings_SettingsFragment\n      }\n    }\n  }\n"): (typeof documents)["\n  query DomainSettings_DomainQuery($id: ID!) {\n    domain(id: $id) {\n      id\n      parent {\n        id\n        name\n        settings {\n          ...DomainSettings_SettingsFragment\n        }\n      }\n      settings {\n        ...DomainSettings_SettingsFragment\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query NotWellPanel_CountsQuery(\n    $disconnected: String!\n    $delayed: String!\n    $degraded: String!\n    $quarantined: String!\n    $returning: String!\n    $pending: String!\n  ) {\n    disconnected: devices(first: 1, q: $disconnected) {\n      totalCount\n    }\n    delayed: devices(first: 1, q: $delayed) {\n      totalCount\n    }\n    degraded: devices(first: 1, q: $degraded) {\n      totalCount\n    }\n    quarantined: devices(first: 1, q: $quarantined) {\n      totalCount\n    }\n    returning: devices(first: 1, q: $returning) {\n      totalCount\n    }\n    pending: devices(first: 1, q: $pending) {\n      totalCount\n    }\n  }\n"): (typeof documents)["\n  query NotWellPanel_CountsQuery(\n    $disconnected: String!\n    $delayed: String!\n    $degraded: String!\n    $quarantined: String!\n    $returning: String!\n    $pending: String!\n  ) {\n    disconnected: devices(first: 1, q: $disconnected) {\n      totalCount\n    }\n    delayed: devices(first: 1, q: $delayed) {\n      totalCount\n    }\n    degraded: devices(first: 1, q: $degraded) {\n      totalCount\n    }\n    quarantined: devices(first: 1, q: $quarantined) {\n      totalCount\n    }\n    returning: devices(first: 1, q: $returning) {\n      totalCount\n    }\n    pending: devices(first: 1, q: $pending) {\n      totalCount\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation SettingsForm_SetMutation($input: SetDomainSettingsInput!) {\n    setDomainSettings(input: $input) {\n      id\n      settings {\n        ...DomainSettings_SettingsFragment\n      }\n    }\n  }\n"): (typeof documents)["\n  mutation SettingsForm_SetMutation($input: SetDomainSettingsInput!) {\n    setDomainSettings(input: $input) {\n      id\n      settings {\n        ...DomainSettings_SettingsFragment\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment DomainSettings_SettingsFragment on DomainSettings {\n    delayedAfterIntervals\n    edgeCachedAfterIntervals\n    disconnectedAfterIntervals\n    autonomyBudgetS\n    recoverAfterHeartbeats\n    degradedRttMs\n    degradedLossPct\n    degradedBandwidthKbps\n    clonePolicy\n    certificateGraceS\n    replayBudgetRecordsPerS\n    pinnedAgentVersion\n    compatibilityWindow\n    stalePolicyAfterS\n    clockSkewMaxS\n    cardinalityBudget\n    fourEyesAboveDevices\n    fourEyesAbovePct\n    commandConcurrencyMax\n    setHere\n  }\n"): (typeof documents)["\n  fragment DomainSettings_SettingsFragment on DomainSettings {\n    delayedAfterIntervals\n    edgeCachedAfterIntervals\n    disconnectedAfterIntervals\n    autonomyBudgetS\n    recoverAfterHeartbeats\n    degradedRttMs\n    degradedLossPct\n    degradedBandwidthKbps\n    clonePolicy\n    certificateGraceS\n    replayBudgetRecordsPerS\n    pinnedAgentVersion\n    compatibilityWindow\n    stalePolicyAfterS\n    clockSkewMaxS\n    cardinalityBudget\n    fourEyesAboveDevices\n    fourEyesAbovePct\n    commandConcurrencyMax\n    setHere\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query DebtTimeline_DomainQuery($id: ID!, $from: DateTime!, $to: DateTime!) {\n    domain(id: $id) {\n      id\n      name\n      children {\n        id\n        name\n        spectrum {\n          ...Spectrum_SpectrumFragment\n        }\n      }\n    }\n    spectrumHistory(domainId: $id, from: $from, to: $to) {\n      at\n      buckets {\n        state\n        count\n      }\n    }\n  }\n"): (typeof documents)["\n  query DebtTimeline_DomainQuery($id: ID!, $from: DateTime!, $to: DateTime!) {\n    domain(id: $id) {\n      id\n      name\n      children {\n        id\n        name\n        spectrum {\n          ...Spectrum_SpectrumFragment\n        }\n      }\n    }\n    spectrumHistory(domainId: $id, from: $from, to: $to) {\n      at\n      buckets {\n        state\n        count\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query DebtTimeline_BacklogQuery($domainId: ID!) {\n    fleetHealth(domainId: $domainId) {\n      name\n      trend {\n        at\n        value\n      }\n    }\n  }\n"): (typeof documents)["\n  query DebtTimeline_BacklogQuery($domainId: ID!) {\n    fleetHealth(domainId: $domainId) {\n      name\n      trend {\n        at\n        value\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query TopologyPanel_TopologyQuery($domainId: ID!, $dots: Int!) {\n    topology(domainId: $domainId, dots: $dots) {\n      relays {\n        relay {\n          id\n          health\n          healthSince\n          deviceCount\n          awayCount\n          rttMs\n          lossPct\n          device {\n            id\n            name\n            trust\n            connectivity {\n              mode\n            }\n          }\n        }\n        devices {\n          total\n          counts {\n            state\n            count\n          }\n          dots {\n            deviceId\n            name\n            state\n          }\n          remainder\n        }\n      }\n      direct {\n        total\n        counts {\n          state\n          count\n        }\n        dots {\n          deviceId\n          name\n          state\n        }\n        remainder\n      }\n    }\n  }\n"): (typeof documents)["\n  query TopologyPanel_TopologyQuery($domainId: ID!, $dots: Int!) {\n    topology(domainId: $domainId, dots: $dots) {\n      relays {\n        relay {\n          id\n          health\n          healthSince\n          deviceCount\n          awayCount\n          rttMs\n          lossPct\n          device {\n            id\n            name\n            trust\n            connectivity {\n              mode\n            }\n          }\n        }\n        devices {\n          total\n          counts {\n            state\n            count\n          }\n          dots {\n            deviceId\n            name\n            state\n          }\n          remainder\n        }\n      }\n      direct {\n        total\n        counts {\n          state\n          count\n        }\n        dots {\n          deviceId\n          name\n          state\n        }\n        remainder\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment PendingDevice_DeviceFragment on Device {\n    id\n    name\n    kind\n    enrolledAt\n    channel\n    labels {\n      key\n      value\n    }\n    domain {\n      id\n      path\n    }\n    location {\n      id\n      name\n    }\n    ...DeviceActions_DeviceFragment\n  }\n"): (typeof documents)["\n  fragment PendingDevice_DeviceFragment on Device {\n    id\n    name\n    kind\n    enrolledAt\n    channel\n    labels {\n      key\n      value\n    }\n    domain {\n      id\n      path\n    }\n    location {\n      id\n      name\n    }\n    ...DeviceActions_DeviceFragment\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query PendingDevices_DevicesQuery($q: String!) {\n    devices(first: 50, q: $q, sort: \"-enrolledAt\") {\n      totalCount\n      edges {\n        node {\n          id\n          ...PendingDevice_DeviceFragment\n        }\n      }\n    }\n  }\n"): (typeof documents)["\n  query PendingDevices_DevicesQuery($q: String!) {\n    devices(first: 50, q: $q, sort: \"-enrolledAt\") {\n      totalCount\n      edges {\n        node {\n          id\n          ...PendingDevice_DeviceFragment\n        }\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  subscription PendingDevices_ChangesSubscription($q: String!) {\n    deviceChanged(q: $q) {\n      seq\n      matches\n      device {\n        id\n        ...PendingDevice_DeviceFragment\n      }\n    }\n  }\n"): (typeof documents)["\n  subscription PendingDevices_ChangesSubscription($q: String!) {\n    deviceChanged(q: $q) {\n      seq\n      matches\n      device {\n        id\n        ...PendingDevice_DeviceFragment\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query RuleForm_DomainsQuery {\n    domains {\n      id\n      path\n    }\n  }\n"): (typeof documents)["\n  query RuleForm_DomainsQuery {\n    domains {\n      id\n      path\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation RuleForm_CreateMutation($input: CreateAutoApprovalRuleInput!) {\n    createAutoApprovalRule(input: $input) {\n      id\n      name\n    }\n  }\n"): (typeof documents)["\n  mutation RuleForm_CreateMutation($input: CreateAutoApprovalRuleInput!) {\n    createAutoApprovalRule(input: $input) {\n      id\n      name\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query RuleList_RulesQuery {\n    autoApprovalRules {\n      id\n      name\n      createdAt\n      createdBy\n      disabledAt\n      labels {\n        key\n        value\n      }\n      domain {\n        id\n        path\n      }\n    }\n  }\n"): (typeof documents)["\n  query RuleList_RulesQuery {\n    autoApprovalRules {\n      id\n      name\n      createdAt\n      createdBy\n      disabledAt\n      labels {\n        key\n        value\n      }\n      domain {\n        id\n        path\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation RuleList_DisableMutation($input: DisableAutoApprovalRuleInput!) {\n    disableAutoApprovalRule(input: $input) {\n      id\n      disabledAt\n    }\n  }\n"): (typeof documents)["\n  mutation RuleList_DisableMutation($input: DisableAutoApprovalRuleInput!) {\n    disableAutoApprovalRule(input: $input) {\n      id\n      disabledAt\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query TokenForm_PlacesQuery {\n    domains {\n      id\n      path\n    }\n    locations {\n      id\n      name\n    }\n  }\n"): (typeof documents)["\n  query TokenForm_PlacesQuery {\n    domains {\n      id\n      path\n    }\n    locations {\n      id\n      name\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation TokenForm_CreateMutation($input: CreateEnrollmentTokenInput!) {\n    createEnrollmentToken(input: $input) {\n      token\n      command\n      caFingerprint\n      enrollmentToken {\n        id\n        expiresAt\n      }\n    }\n  }\n"): (typeof documents)["\n  mutation TokenForm_CreateMutation($input: CreateEnrollmentTokenInput!) {\n    createEnrollmentToken(input: $input) {\n      token\n      command\n      caFingerprint\n      enrollmentToken {\n        id\n        expiresAt\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query TokenList_TokensQuery {\n    enrollmentTokens(first: 50) {\n      edges {\n        node {\n          id\n          ...TokenRow_TokenFragment\n        }\n      }\n    }\n  }\n"): (typeof documents)["\n  query TokenList_TokensQuery {\n    enrollmentTokens(first: 50) {\n      edges {\n        node {\n          id\n          ...TokenRow_TokenFragment\n        }\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation TokenList_RevokeMutation($input: RevokeEnrollmentTokenInput!) {\n    revokeEnrollmentToken(input: $input) {\n      id\n      state\n      revokedAt\n    }\n  }\n"): (typeof documents)["\n  mutation TokenList_RevokeMutation($input: RevokeEnrollmentTokenInput!) {\n    revokeEnrollmentToken(input: $input) {\n      id\n      state\n      revokedAt\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment TokenRow_TokenFragment on EnrollmentToken {\n    id\n    state\n    createdAt\n    redeemedBy\n    channel\n    domain {\n      id\n      name\n    }\n    location {\n      id\n      name\n    }\n    labels {\n      key\n      value\n    }\n  }\n"): (typeof documents)["\n  fragment TokenRow_TokenFragment on EnrollmentToken {\n    id\n    state\n    createdAt\n    redeemedBy\n    channel\n    domain {\n      id\n      name\n    }\n    location {\n      id\n      name\n    }\n    labels {\n      key\n      value\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query DomainHealth_SignalsQuery($domainId: ID!) {\n    fleetHealth(domainId: $domainId) {\n      ...DomainSignal_HealthSignalFragment\n    }\n  }\n"): (typeof documents)["\n  query DomainHealth_SignalsQuery($domainId: ID!) {\n    fleetHealth(domainId: $domainId) {\n      ...DomainSignal_HealthSignalFragment\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment DomainSignal_HealthSignalFragment on HealthSignal {\n    name\n    title\n    value\n    unit\n    state\n    explanation\n  }\n"): (typeof documents)["\n  fragment DomainSignal_HealthSignalFragment on HealthSignal {\n    name\n    title\n    value\n    unit\n    state\n    explanation\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment HealthSignal_HealthSignalFragment on HealthSignal {\n    name\n    title\n    value\n    unit\n    threshold\n    badThreshold\n    state\n    since\n    explanation\n    trend {\n      at\n      value\n    }\n  }\n"): (typeof documents)["\n  fragment HealthSignal_HealthSignalFragment on HealthSignal {\n    name\n    title\n    value\n    unit\n    threshold\n    badThreshold\n    state\n    since\n    explanation\n    trend {\n      at\n      value\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Health_SignalsQuery($domainId: ID) {\n    fleetHealth(domainId: $domainId) {\n      ...HealthSignal_HealthSignalFragment\n    }\n  }\n"): (typeof documents)["\n  query Health_SignalsQuery($domainId: ID) {\n    fleetHealth(domainId: $domainId) {\n      ...HealthSignal_HealthSignalFragment\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Health_IngestQuery($domainId: ID) {\n    ingestHealth(domainId: $domainId) {\n      ...HealthSignal_HealthSignalFragment\n    }\n  }\n"): (typeof documents)["\n  query Health_IngestQuery($domainId: ID) {\n    ingestHealth(domainId: $domainId) {\n      ...HealthSignal_HealthSignalFragment\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  subscription Health_ChangedSubscription($domainId: ID) {\n    fleetHealthChanged(domainId: $domainId) {\n      seq\n      signals {\n        ...HealthSignal_HealthSignalFragment\n      }\n    }\n  }\n"): (typeof documents)["\n  subscription Health_ChangedSubscription($domainId: ID) {\n    fleetHealthChanged(domainId: $domainId) {\n      seq\n      signals {\n        ...HealthSignal_HealthSignalFragment\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query AssignChoices_UsersQuery {\n    users(first: 200, q: \"status:ACTIVE\") {\n      edges {\n        node {\n          id\n          name\n          email\n        }\n      }\n    }\n  }\n"): (typeof documents)["\n  query AssignChoices_UsersQuery {\n    users(first: 200, q: \"status:ACTIVE\") {\n      edges {\n        node {\n          id\n          name\n          email\n        }\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment AttentionRow_ItemFragment on AttentionItem {\n    id\n    key\n    kind\n    title\n    score\n    severity\n    devices\n    since\n    updatedAt\n    endedAt\n    state\n    snoozedUntil\n    scope {\n      domainId\n      deviceId\n      locationId\n      domain {\n        id\n        name\n        slug\n      }\n      device {\n        id\n        name\n      }\n    }\n    nextAction {\n      words\n      kind\n      target\n    }\n    owner {\n      id\n      name\n    }\n  }\n"): (typeof documents)["\n  fragment AttentionRow_ItemFragment on AttentionItem {\n    id\n    key\n    kind\n    title\n    score\n    severity\n    devices\n    since\n    updatedAt\n    endedAt\n    state\n    snoozedUntil\n    scope {\n      domainId\n      deviceId\n      locationId\n      domain {\n        id\n        name\n        slug\n      }\n      device {\n        id\n        name\n      }\n    }\n    nextAction {\n      words\n      kind\n      target\n    }\n    owner {\n      id\n      name\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query InboxPeek_ItemQuery($id: ID!) {\n    attentionItem(id: $id) {\n      ...AttentionRow_ItemFragment\n      id\n      occurrence\n      reason\n      mergedInto {\n        id\n        title\n      }\n      terms {\n        name\n        weight\n        value\n        contribution\n      }\n      evidence {\n        label\n        kind\n        ref\n      }\n      members(first: 50) {\n        edges {\n          node {\n            ...MemberList_ItemFragment\n          }\n        }\n        pageInfo {\n          hasNextPage\n        }\n      }\n    }\n  }\n"): (typeof documents)["\n  query InboxPeek_ItemQuery($id: ID!) {\n    attentionItem(id: $id) {\n      ...AttentionRow_ItemFragment\n      id\n      occurrence\n      reason\n      mergedInto {\n        id\n        title\n      }\n      terms {\n        name\n        weight\n        value\n        contribution\n      }\n      evidence {\n        label\n        kind\n        ref\n      }\n      members(first: 50) {\n        edges {\n          node {\n            ...MemberList_ItemFragment\n          }\n        }\n        pageInfo {\n          hasNextPage\n        }\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  subscription InboxPeek_ChangesSubscription {\n    attentionChanged {\n      items {\n        id\n      }\n    }\n  }\n"): (typeof documents)["\n  subscription InboxPeek_ChangesSubscription {\n    attentionChanged {\n      items {\n        id\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Inbox_QueueQuery($scope: AttentionScopeInput, $state: AttentionState, $first: Int!, $after: String) {\n    attentionQueue(scope: $scope, state: $state, first: $first, after: $after) {\n      totalCount\n      edges {\n        node {\n          ...AttentionRow_ItemFragment\n        }\n      }\n      pageInfo {\n        endCursor\n        hasNextPage\n      }\n    }\n  }\n"): (typeof documents)["\n  query Inbox_QueueQuery($scope: AttentionScopeInput, $state: AttentionState, $first: Int!, $after: String) {\n    attentionQueue(scope: $scope, state: $state, first: $first, after: $after) {\n      totalCount\n      edges {\n        node {\n          ...AttentionRow_ItemFragment\n        }\n      }\n      pageInfo {\n        endCursor\n        hasNextPage\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment MemberList_ItemFragment on AttentionItem {\n    id\n    title\n    score\n    severity\n    since\n  }\n"): (typeof documents)["\n  fragment MemberList_ItemFragment on AttentionItem {\n    id\n    title\n    score\n    severity\n    since\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query NothingHere_DevicesQuery($domainId: ID) {\n    spectrum(domainId: $domainId) {\n      total\n    }\n  }\n"): (typeof documents)["\n  query NothingHere_DevicesQuery($domainId: ID) {\n    spectrum(domainId: $domainId) {\n      total\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  subscription Inbox_ChangesSubscription($scope: AttentionScopeInput) {\n    attentionChanged(scope: $scope) {\n      seq\n      items {\n        ...AttentionRow_ItemFragment\n      }\n    }\n  }\n"): (typeof documents)["\n  subscription Inbox_ChangesSubscription($scope: AttentionScopeInput) {\n    attentionChanged(scope: $scope) {\n      seq\n      items {\n        ...AttentionRow_ItemFragment\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation Inbox_AcknowledgeMutation($input: AttentionItemInput!) {\n    acknowledgeAttention(input: $input) {\n      ...AttentionRow_ItemFragment\n    }\n  }\n"): (typeof documents)["\n  mutation Inbox_AcknowledgeMutation($input: AttentionItemInput!) {\n    acknowledgeAttention(input: $input) {\n      ...AttentionRow_ItemFragment\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation Inbox_MergeMutation($input: MergeAttentionInput!) {\n    mergeAttention(input: $input) {\n      ...AttentionRow_ItemFragment\n    }\n  }\n"): (typeof documents)["\n  mutation Inbox_MergeMutation($input: MergeAttentionInput!) {\n    mergeAttention(input: $input) {\n      ...AttentionRow_ItemFragment\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation Inbox_DismissMutation($input: DismissAttentionInput!) {\n    dismissAttention(input: $input) {\n      ...AttentionRow_ItemFragment\n    }\n  }\n"): (typeof documents)["\n  mutation Inbox_DismissMutation($input: DismissAttentionInput!) {\n    dismissAttention(input: $input) {\n      ...AttentionRow_ItemFragment\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation Inbox_SnoozeMutation($input: SnoozeAttentionInput!) {\n    snoozeAttention(input: $input) {\n      ...AttentionRow_ItemFragment\n    }\n  }\n"): (typeof documents)["\n  mutation Inbox_SnoozeMutation($input: SnoozeAttentionInput!) {\n    snoozeAttention(input: $input) {\n      ...AttentionRow_ItemFragment\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation Inbox_AssignMutation($input: AssignAttentionInput!) {\n    assignAttention(input: $input) {\n      ...AttentionRow_ItemFragment\n    }\n  }\n"): (typeof documents)["\n  mutation Inbox_AssignMutation($input: AssignAttentionInput!) {\n    assignAttention(input: $input) {\n      ...AttentionRow_ItemFragment\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation Inbox_ResolveMutation($input: AttentionItemInput!) {\n    resolveAttention(input: $input) {\n      ...AttentionRow_ItemFragment\n    }\n  }\n"): (typeof documents)["\n  mutation Inbox_ResolveMutation($input: AttentionItemInput!) {\n    resolveAttention(input: $input) {\n      ...AttentionRow_ItemFragment\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query PendingPanel_DevicesQuery($q: String!) {\n    devices(first: 4, q: $q, sort: \"-enrolledAt\") {\n      totalCount\n      edges {\n        node {\n          id\n          name\n          enrolledAt\n          domain {\n            id\n            slug\n          }\n        }\n      }\n    }\n  }\n"): (typeof documents)["\n  query PendingPanel_DevicesQuery($q: String!) {\n    devices(first: 4, q: $q, sort: \"-enrolledAt\") {\n      totalCount\n      edges {\n        node {\n          id\n          name\n          enrolledAt\n          domain {\n            id\n            slug\n          }\n        }\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  subscription PendingPanel_ChangesSubscription($q: String!) {\n    deviceChanged(q: $q) {\n      seq\n    }\n  }\n"): (typeof documents)["\n  subscription PendingPanel_ChangesSubscription($q: String!) {\n    deviceChanged(q: $q) {\n      seq\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query RibbonPanel_HistoryQuery($from: DateTime!, $to: DateTime!, $domainId: ID) {\n    spectrumHistory(from: $from, to: $to, domainId: $domainId) {\n      at\n      buckets {\n        state\n        count\n      }\n    }\n  }\n"): (typeof documents)["\n  query RibbonPanel_HistoryQuery($from: DateTime!, $to: DateTime!, $domainId: ID) {\n    spectrumHistory(from: $from, to: $to, domainId: $domainId) {\n      at\n      buckets {\n        state\n        count\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment Spectrum_SpectrumFragment on Spectrum {\n    total\n    asOf\n    buckets {\n      state\n      count\n    }\n  }\n"): (typeof documents)["\n  fragment Spectrum_SpectrumFragment on Spectrum {\n    total\n    asOf\n    buckets {\n      state\n      count\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query DomainTable_DomainsQuery {\n    domains {\n      id\n      name\n      slug\n      path\n      spectrum {\n        ...Spectrum_SpectrumFragment\n      }\n    }\n  }\n"): (typeof documents)["\n  query DomainTable_DomainsQuery {\n    domains {\n      id\n      name\n      slug\n      path\n      spectrum {\n        ...Spectrum_SpectrumFragment\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query SpectrumPanel_AsOfQuery($at: DateTime!, $domainId: ID) {\n    fleetAsOf(at: $at, domainId: $domainId) {\n      ...Spectrum_SpectrumFragment\n    }\n  }\n"): (typeof documents)["\n  query SpectrumPanel_AsOfQuery($at: DateTime!, $domainId: ID) {\n    fleetAsOf(at: $at, domainId: $domainId) {\n      ...Spectrum_SpectrumFragment\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  subscription Overview_ChangedSubscription {\n    spectrumChanged {\n      seq\n    }\n  }\n"): (typeof documents)["\n  subscription Overview_ChangedSubscription {\n    spectrumChanged {\n      seq\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query ScopeDomain_DomainsQuery {\n    domains {\n      id\n      slug\n      name\n    }\n  }\n"): (typeof documents)["\n  query ScopeDomain_DomainsQuery {\n    domains {\n      id\n      slug\n      name\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query SpectrumPanel_SpectrumQuery($domainId: ID) {\n    spectrum(domainId: $domainId) {\n      ...Spectrum_SpectrumFragment\n    }\n  }\n"): (typeof documents)["\n  query SpectrumPanel_SpectrumQuery($domainId: ID) {\n    spectrum(domainId: $domainId) {\n      ...Spectrum_SpectrumFragment\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  subscription SpectrumPanel_ChangedSubscription($domainId: ID) {\n    spectrumChanged(domainId: $domainId) {\n      seq\n      spectrum {\n        ...Spectrum_SpectrumFragment\n      }\n    }\n  }\n"): (typeof documents)["\n  subscription SpectrumPanel_ChangedSubscription($domainId: ID) {\n    spectrumChanged(domainId: $domainId) {\n      seq\n      spectrum {\n        ...Spectrum_SpectrumFragment\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query ArtifactChoice_ArtifactsQuery($containing: String) {\n    artifacts(first: 50, state: VERIFIED, containing: $containing) {\n      edges {\n        node {\n          id\n          name\n          version\n          digest\n          size\n          channel\n          registeredAt\n        }\n      }\n      pageInfo {\n        hasNextPage\n      }\n    }\n  }\n"): (typeof documents)["\n  query ArtifactChoice_ArtifactsQuery($containing: String) {\n    artifacts(first: 50, state: VERIFIED, containing: $containing) {\n      edges {\n        node {\n          id\n          name\n          version\n          digest\n          size\n          channel\n          registeredAt\n        }\n      }\n      pageInfo {\n        hasNextPage\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query MatchedCount_SimulationQuery($input: RolloutPlanInput!) {\n    simulateRollout(input: $input) {\n      matched\n      waves {\n        index\n        unreachable\n        alreadyInstalled\n      }\n    }\n  }\n"): (typeof documents)["\n  query MatchedCount_SimulationQuery($input: RolloutPlanInput!) {\n    simulateRollout(input: $input) {\n      matched\n      waves {\n        index\n        unreachable\n        alreadyInstalled\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query NamedDevices_DevicesQuery($q: String!) {\n    devices(first: 6, q: $q) {\n      totalCount\n      edges {\n        node {\n          id\n          name\n          domain {\n            id\n            slug\n          }\n        }\n      }\n    }\n  }\n"): (typeof documents)["\n  query NamedDevices_DevicesQuery($q: String!) {\n    devices(first: 6, q: $q) {\n      totalCount\n      edges {\n        node {\n          id\n          name\n          domain {\n            id\n            slug\n          }\n        }\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation RemoveTemplate_RemoveMutation($id: ID!) {\n    removeRolloutTemplate(id: $id)\n  }\n"): (typeof documents)["\n  mutation RemoveTemplate_RemoveMutation($id: ID!) {\n    removeRolloutTemplate(id: $id)\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation SaveTemplate_SaveMutation($input: SaveRolloutTemplateInput!) {\n    saveRolloutTemplate(input: $input) {\n      id\n      name\n    }\n  }\n"): (typeof documents)["\n  mutation SaveTemplate_SaveMutation($input: SaveRolloutTemplateInput!) {\n    saveRolloutTemplate(input: $input) {\n      id\n      name\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query SimulationStep_SimulationQuery($input: RolloutPlanInput!) {\n    simulateRollout(input: $input) {\n      ...Simulation_SimulationFragment\n    }\n  }\n"): (typeof documents)["\n  query SimulationStep_SimulationQuery($input: RolloutPlanInput!) {\n    simulateRollout(input: $input) {\n      ...Simulation_SimulationFragment\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation SimulationStep_CreateMutation($input: RolloutPlanInput!) {\n    createRollout(input: $input) {\n      id\n      name\n    }\n  }\n"): (typeof documents)["\n  mutation SimulationStep_CreateMutation($input: RolloutPlanInput!) {\n    createRollout(input: $input) {\n      id\n      name\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment Simulation_SimulationFragment on RolloutSimulation {\n    matched\n    finishesAt\n    updateS\n    violations {\n      code\n      subject\n      devices\n      words\n    }\n    budgets {\n      scope\n      limit\n      delayed\n    }\n    sites {\n      locationId\n      name\n      devices\n      bytes\n      openings {\n        opensAt\n        closesAt\n      }\n    }\n    waves {\n      index\n      name\n      devices\n      unreachable\n      alreadyInstalled\n      passesAt\n      ...WaveTurns_WaveFragment\n    }\n  }\n"): (typeof documents)["\n  fragment Simulation_SimulationFragment on RolloutSimulation {\n    matched\n    finishesAt\n    updateS\n    violations {\n      code\n      subject\n      devices\n      words\n    }\n    budgets {\n      scope\n      limit\n      delayed\n    }\n    sites {\n      locationId\n      name\n      devices\n      bytes\n      openings {\n        opensAt\n        closesAt\n      }\n    }\n    waves {\n      index\n      name\n      devices\n      unreachable\n      alreadyInstalled\n      passesAt\n      ...WaveTurns_WaveFragment\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query TemplateDialog_TemplatesQuery {\n    rolloutTemplates {\n      id\n      name\n      strategy\n      onFailure\n      savedAt\n      waves {\n        name\n      }\n    }\n  }\n"): (typeof documents)["\n  query TemplateDialog_TemplatesQuery {\n    rolloutTemplates {\n      id\n      name\n      strategy\n      onFailure\n      savedAt\n      waves {\n        name\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation TemplateDialog_CreateMutation($input: RolloutFromTemplateInput!) {\n    createRolloutFromTemplate(input: $input) {\n      id\n      name\n    }\n  }\n"): (typeof documents)["\n  mutation TemplateDialog_CreateMutation($input: RolloutFromTemplateInput!) {\n    createRolloutFromTemplate(input: $input) {\n      id\n      name\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment WaveTurns_WaveFragment on SimulatedWave {\n    index\n    turns {\n      startsAt\n      endsAt\n      device {\n        id\n        name\n      }\n    }\n    stuck {\n      reason\n      device {\n        id\n        name\n      }\n    }\n  }\n"): (typeof documents)["\n  fragment WaveTurns_WaveFragment on SimulatedWave {\n    index\n    turns {\n      startsAt\n      endsAt\n      device {\n        id\n        name\n      }\n    }\n    stuck {\n      reason\n      device {\n        id\n        name\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query BudgetsPanel_BudgetsQuery {\n    budgets {\n      scope\n      parallelMax\n      unavailableMax\n      used\n    }\n  }\n"): (typeof documents)["\n  query BudgetsPanel_BudgetsQuery {\n    budgets {\n      scope\n      parallelMax\n      unavailableMax\n      used\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query DryRun_SimulationQuery($input: RolloutPlanInput!) {\n    simulateRollout(input: $input) {\n      matched\n      finishesAt\n      waves {\n        index\n        name\n        devices\n        unreachable\n        alreadyInstalled\n        stuck {\n          reason\n        }\n      }\n    }\n  }\n"): (typeof documents)["\n  query DryRun_SimulationQuery($input: RolloutPlanInput!) {\n    simulateRollout(input: $input) {\n      matched\n      finishesAt\n      waves {\n        index\n        name\n        devices\n        unreachable\n        alreadyInstalled\n        stuck {\n          reason\n        }\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation Override_RequestMutation($input: RequestLeaseOverrideInput!) {\n    requestLeaseOverride(input: $input) {\n      id\n      state\n    }\n  }\n"): (typeof documents)["\n  mutation Override_RequestMutation($input: RequestLeaseOverrideInput!) {\n    requestLeaseOverride(input: $input) {\n      id\n      state\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation Override_ApproveMutation($leaseId: ID!) {\n    approveLeaseOverride(leaseId: $leaseId) {\n      id\n      state\n    }\n  }\n"): (typeof documents)["\n  mutation Override_ApproveMutation($leaseId: ID!) {\n    approveLeaseOverride(leaseId: $leaseId) {\n      id\n      state\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment RolloutRow_RolloutFragment on Rollout {\n    id\n    name\n    state\n    stateSince\n    stateReason\n    strategy\n    onFailure\n    artifact {\n      digest\n      name\n      version\n    }\n    counts {\n      total\n      done\n      alreadyInstalled\n      failed\n      applying\n      deferred\n      unreachable\n      incapable\n      withdrawn\n    }\n    waves {\n      index\n      name\n      state\n    }\n    waitingFor {\n      gate\n      have\n      need\n      budget\n      approval\n      since\n      until\n      unblocks\n    }\n    createdAt\n    createdBy\n    createdByUser {\n      id\n      name\n      email\n    }\n    startedAt\n    endedAt\n  }\n"): (typeof documents)["\n  fragment RolloutRow_RolloutFragment on Rollout {\n    id\n    name\n    state\n    stateSince\n    stateReason\n    strategy\n    onFailure\n    artifact {\n      digest\n      name\n      version\n    }\n    counts {\n      total\n      done\n      alreadyInstalled\n      failed\n      applying\n      deferred\n      unreachable\n      incapable\n      withdrawn\n    }\n    waves {\n      index\n      name\n      state\n    }\n    waitingFor {\n      gate\n      have\n      need\n      budget\n      approval\n      since\n      until\n      unblocks\n    }\n    createdAt\n    createdBy\n    createdByUser {\n      id\n      name\n      email\n    }\n    startedAt\n    endedAt\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query RolloutTimeline_RolloutQuery($id: ID!, $first: Int!) {\n    rollout(id: $id) {\n      id\n      timeline(first: $first) {\n        edges {\n          node {\n            id\n            summary\n            at\n            actor\n            actorUser {\n              id\n              name\n              email\n            }\n          }\n        }\n        pageInfo {\n          hasNextPage\n        }\n      }\n    }\n  }\n"): (typeof documents)["\n  query RolloutTimeline_RolloutQuery($id: ID!, $first: Int!) {\n    rollout(id: $id) {\n      id\n      timeline(first: $first) {\n        edges {\n          node {\n            id\n            summary\n            at\n            actor\n            actorUser {\n              id\n              name\n              email\n            }\n          }\n        }\n        pageInfo {\n          hasNextPage\n        }\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query PlaceNames_PlacesQuery {\n    domains {\n      id\n      name\n      slug\n      path\n    }\n    locations {\n      id\n      name\n      timeZone\n    }\n  }\n"): (typeof documents)["\n  query PlaceNames_PlacesQuery {\n    domains {\n      id\n      name\n      slug\n      path\n    }\n    locations {\n      id\n      name\n      timeZone\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation RolloutCommand_StartMutation($id: ID!) {\n    startRollout(id: $id) {\n      id\n      state\n    }\n  }\n"): (typeof documents)["\n  mutation RolloutCommand_StartMutation($id: ID!) {\n    startRollout(id: $id) {\n      id\n      state\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation RolloutCommand_ApproveMutation($input: RolloutWaveWordInput!) {\n    approveWave(input: $input) {\n      id\n      state\n    }\n  }\n"): (typeof documents)["\n  mutation RolloutCommand_ApproveMutation($input: RolloutWaveWordInput!) {\n    approveWave(input: $input) {\n      id\n      state\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation RolloutCommand_PromoteMutation($input: PromoteWaveInput!) {\n    promoteWave(input: $input) {\n      id\n      state\n    }\n  }\n"): (typeof documents)["\n  mutation RolloutCommand_PromoteMutation($input: PromoteWaveInput!) {\n    promoteWave(input: $input) {\n      id\n      state\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation RolloutCommand_PauseMutation($input: RolloutReasonInput!) {\n    pauseRollout(input: $input) {\n      id\n      state\n    }\n  }\n"): (typeof documents)["\n  mutation RolloutCommand_PauseMutation($input: RolloutReasonInput!) {\n    pauseRollout(input: $input) {\n      id\n      state\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation RolloutCommand_ResumeMutation($id: ID!) {\n    resumeRollout(id: $id) {\n      id\n      state\n    }\n  }\n"): (typeof documents)["\n  mutation RolloutCommand_ResumeMutation($id: ID!) {\n    resumeRollout(id: $id) {\n      id\n      state\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation RolloutCommand_RetryMutation($id: ID!) {\n    retryFailedDevices(id: $id) {\n      id\n      state\n    }\n  }\n"): (typeof documents)["\n  mutation RolloutCommand_RetryMutation($id: ID!) {\n    retryFailedDevices(id: $id) {\n      id\n      state\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation RolloutCommand_RollBackMutation($input: RolloutReasonInput!) {\n    rollBackRollout(input: $input) {\n      id\n      state\n    }\n  }\n"): (typeof documents)["\n  mutation RolloutCommand_RollBackMutation($input: RolloutReasonInput!) {\n    rollBackRollout(input: $input) {\n      id\n      state\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation RolloutCommand_AbortMutation($input: RolloutReasonInput!) {\n    abortRollout(input: $input) {\n      id\n      state\n    }\n  }\n"): (typeof documents)["\n  mutation RolloutCommand_AbortMutation($input: RolloutReasonInput!) {\n    abortRollout(input: $input) {\n      id\n      state\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment RolloutPage_RolloutFragment on Rollout {\n    id\n    ...RolloutRow_RolloutFragment\n    executor\n    health\n    mirrors\n    parallelMax\n    beginWithinS\n    previous {\n      digest\n      name\n      version\n    }\n    selection {\n      ...Selection_SelectionFragment\n    }\n    window {\n      days\n      from\n      to\n    }\n    chain {\n      bundle\n      position\n      rollouts {\n        id\n        name\n        state\n      }\n    }\n    waves {\n      ...RolloutWave_WaveFragment\n    }\n  }\n"): (typeof documents)["\n  fragment RolloutPage_RolloutFragment on Rollout {\n    id\n    ...RolloutRow_RolloutFragment\n    executor\n    health\n    mirrors\n    parallelMax\n    beginWithinS\n    previous {\n      digest\n      name\n      version\n    }\n    selection {\n      ...Selection_SelectionFragment\n    }\n    window {\n      days\n      from\n      to\n    }\n    chain {\n      bundle\n      position\n      rollouts {\n        id\n        name\n        state\n      }\n    }\n    waves {\n      ...RolloutWave_WaveFragment\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment Selection_SelectionFragment on RolloutSelection {\n    labels {\n      key\n      value\n    }\n    domainIds\n    locationIds\n    channels\n    deviceIds\n  }\n"): (typeof documents)["\n  fragment Selection_SelectionFragment on RolloutSelection {\n    labels {\n      key\n      value\n    }\n    domainIds\n    locationIds\n    channels\n    deviceIds\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment RolloutWave_WaveFragment on RolloutWave {\n    index\n    name\n    state\n    count\n    percent\n    selection {\n      ...Selection_SelectionFragment\n    }\n    gates {\n      successPercent\n      failurePercent\n      failureCount\n      minExecuted\n      lostMax\n      soakS\n      deadlineS\n      needsApproval\n      needsHealth\n    }\n    counts {\n      total\n      done\n      alreadyInstalled\n      failed\n      applying\n      deferred\n      unreachable\n      incapable\n      withdrawn\n    }\n    openedAt\n    endedAt\n    approvedBy\n    numbers {\n      have\n      need\n      of\n    }\n    stopCause\n    health {\n      name\n      unit\n      before\n      after\n      control\n      limit\n      devices\n      controlDevices\n      verdict\n      reason\n    }\n    waitingFor {\n      gate\n      have\n      need\n      budget\n      approval\n      since\n      until\n      unblocks\n    }\n  }\n"): (typeof documents)["\n  fragment RolloutWave_WaveFragment on RolloutWave {\n    index\n    name\n    state\n    count\n    percent\n    selection {\n      ...Selection_SelectionFragment\n    }\n    gates {\n      successPercent\n      failurePercent\n      failureCount\n      minExecuted\n      lostMax\n      soakS\n      deadlineS\n      needsApproval\n      needsHealth\n    }\n    counts {\n      total\n      done\n      alreadyInstalled\n      failed\n      applying\n      deferred\n      unreachable\n      incapable\n      withdrawn\n    }\n    openedAt\n    endedAt\n    approvedBy\n    numbers {\n      have\n      need\n      of\n    }\n    stopCause\n    health {\n      name\n      unit\n      before\n      after\n      control\n      limit\n      devices\n      controlDevices\n      verdict\n      reason\n    }\n    waitingFor {\n      gate\n      have\n      need\n      budget\n      approval\n      since\n      until\n      unblocks\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Rollout_RolloutQuery($id: ID!) {\n    rollout(id: $id) {\n      ...RolloutPage_RolloutFragment\n    }\n  }\n"): (typeof documents)["\n  query Rollout_RolloutQuery($id: ID!) {\n    rollout(id: $id) {\n      ...RolloutPage_RolloutFragment\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  subscription Rollout_ChangesSubscription($id: ID!) {\n    rolloutChanged(rolloutId: $id) {\n      seq\n      rollout {\n        ...RolloutPage_RolloutFragment\n      }\n    }\n  }\n"): (typeof documents)["\n  subscription Rollout_ChangesSubscription($id: ID!) {\n    rolloutChanged(rolloutId: $id) {\n      seq\n      rollout {\n        ...RolloutPage_RolloutFragment\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Rollouts_RolloutsQuery($states: [RolloutState!], $first: Int!) {\n    rollouts(states: $states, first: $first) {\n      edges {\n        node {\n          ...RolloutRow_RolloutFragment\n        }\n      }\n      pageInfo {\n        hasNextPage\n      }\n    }\n  }\n"): (typeof documents)["\n  query Rollouts_RolloutsQuery($states: [RolloutState!], $first: Int!) {\n    rollouts(states: $states, first: $first) {\n      edges {\n        node {\n          ...RolloutRow_RolloutFragment\n        }\n      }\n      pageInfo {\n        hasNextPage\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  subscription Rollouts_ChangesSubscription {\n    rolloutChanged {\n      seq\n      rollout {\n        ...RolloutRow_RolloutFragment\n      }\n    }\n  }\n"): (typeof documents)["\n  subscription Rollouts_ChangesSubscription {\n    rolloutChanged {\n      seq\n      rollout {\n        ...RolloutRow_RolloutFragment\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Targets_RolloutQuery($id: ID!, $first: Int!, $after: String, $wave: Int, $bucket: RolloutBucket) {\n    rollout(id: $id) {\n      id\n      targets(first: $first, after: $after, wave: $wave, bucket: $bucket) {\n        edges {\n          node {\n            deviceId\n            wave\n            direction\n            bucket\n            since\n            attempts\n            code\n            detail\n            device {\n              id\n              name\n            }\n            lease {\n              id\n              state\n              fence\n              suspicion\n              overrideRequestedBy\n              overrideReason\n            }\n            waitingFor {\n              gate\n              have\n              need\n              budget\n              approval\n              since\n              until\n              unblocks\n            }\n          }\n        }\n        pageInfo {\n          hasNextPage\n          endCursor\n        }\n      }\n    }\n  }\n"): (typeof documents)["\n  query Targets_RolloutQuery($id: ID!, $first: Int!, $after: String, $wave: Int, $bucket: RolloutBucket) {\n    rollout(id: $id) {\n      id\n      targets(first: $first, after: $after, wave: $wave, bucket: $bucket) {\n        edges {\n          node {\n            deviceId\n            wave\n            direction\n            bucket\n            since\n            attempts\n            code\n            detail\n            device {\n              id\n              name\n            }\n            lease {\n              id\n              state\n              fence\n              suspicion\n              overrideRequestedBy\n              overrideReason\n            }\n            waitingFor {\n              gate\n              have\n              need\n              budget\n              approval\n              since\n              until\n              unblocks\n            }\n          }\n        }\n        pageInfo {\n          hasNextPage\n          endCursor\n        }\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation ApproveRunbook_ApproveMutation($input: ApproveRunbookInput!) {\n    approveRunbook(input: $input) {\n      ...Runbook_RunbookFragment\n    }\n  }\n"): (typeof documents)["\n  mutation ApproveRunbook_ApproveMutation($input: ApproveRunbookInput!) {\n    approveRunbook(input: $input) {\n      ...Runbook_RunbookFragment\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation RegisterRunbook_RegisterMutation($input: RegisterRunbookInput!) {\n    registerRunbook(input: $input) {\n      ...Runbook_RunbookFragment\n    }\n  }\n"): (typeof documents)["\n  mutation RegisterRunbook_RegisterMutation($input: RegisterRunbookInput!) {\n    registerRunbook(input: $input) {\n      ...Runbook_RunbookFragment\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation RetireRunbook_RetireMutation($input: RetireRunbookInput!) {\n    retireRunbook(input: $input) {\n      ...Runbook_RunbookFragment\n    }\n  }\n"): (typeof documents)["\n  mutation RetireRunbook_RetireMutation($input: RetireRunbookInput!) {\n    retireRunbook(input: $input) {\n      ...Runbook_RunbookFragment\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment Runbook_RunbookFragment on Runbook {\n    runbookId\n    version\n    name\n    stage\n    description\n    parameters {\n      name\n      type\n      pattern\n      lengthMax\n      values\n      min\n      max\n    }\n    argv\n    timeoutS\n    outputMaxBytes\n    concurrencyMax\n    redact\n    requiredRole\n    fourEyesAboveDevices\n    contentHash\n    author\n    authorUser {\n      id\n      name\n      email\n    }\n    registeredAt\n    approvedBy\n    approvedByUser {\n      id\n      name\n      email\n    }\n    approvedAt\n    retiredAt\n    retireReason\n  }\n"): (typeof documents)["\n  fragment Runbook_RunbookFragment on Runbook {\n    runbookId\n    version\n    name\n    stage\n    description\n    parameters {\n      name\n      type\n      pattern\n      lengthMax\n      values\n      min\n      max\n    }\n    argv\n    timeoutS\n    outputMaxBytes\n    concurrencyMax\n    redact\n    requiredRole\n    fourEyesAboveDevices\n    contentHash\n    author\n    authorUser {\n      id\n      name\n      email\n    }\n    registeredAt\n    approvedBy\n    approvedByUser {\n      id\n      name\n      email\n    }\n    approvedAt\n    retiredAt\n    retireReason\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Runbooks_RunbooksQuery($first: Int!) {\n    runbooks(first: $first) {\n      edges {\n        node {\n          ...Runbook_RunbookFragment\n        }\n      }\n      pageInfo {\n        hasNextPage\n      }\n    }\n  }\n"): (typeof documents)["\n  query Runbooks_RunbooksQuery($first: Int!) {\n    runbooks(first: $first) {\n      edges {\n        node {\n          ...Runbook_RunbookFragment\n        }\n      }\n      pageInfo {\n        hasNextPage\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query StatusBoard_StatusBoardQuery {\n    statusBoard {\n      tenantName\n      spectrum {\n        ...Spectrum_SpectrumFragment\n      }\n    }\n  }\n"): (typeof documents)["\n  query StatusBoard_StatusBoardQuery {\n    statusBoard {\n      tenantName\n      spectrum {\n        ...Spectrum_SpectrumFragment\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Viewer_ViewerQuery {\n    viewer {\n      roles\n      user {\n        id\n        name\n        email\n      }\n      tenant {\n        id\n        name\n        slug\n      }\n      memberships {\n        tenantName\n        tenantSlug\n        roles\n        isCurrent\n      }\n    }\n  }\n"): (typeof documents)["\n  query Viewer_ViewerQuery {\n    viewer {\n      roles\n      user {\n        id\n        name\n        email\n      }\n      tenant {\n        id\n        name\n        slug\n      }\n      memberships {\n        tenantName\n        tenantSlug\n        roles\n        isCurrent\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query CommandPalette_DevicesQuery($q: String!) {\n    devices(first: 8, q: $q) {\n      edges {\n        node {\n          id\n          name\n          trust\n          connectivity {\n            mode\n          }\n          domain {\n            id\n            slug\n          }\n        }\n      }\n    }\n  }\n"): (typeof documents)["\n  query CommandPalette_DevicesQuery($q: String!) {\n    devices(first: 8, q: $q) {\n      edges {\n        node {\n          id\n          name\n          trust\n          connectivity {\n            mode\n          }\n          domain {\n            id\n            slug\n          }\n        }\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query ScopeCrumbs_DomainsQuery {\n    domains {\n      id\n      name\n      slug\n      path\n    }\n  }\n"): (typeof documents)["\n  query ScopeCrumbs_DomainsQuery {\n    domains {\n      id\n      name\n      slug\n      path\n    }\n  }\n"];

export function graphql(source: string) {
  return byName[/(?:query|mutation|subscription|fragment)\s+(\w+)/.exec(source)?.[1] ?? ""] ?? {};
}

export type DocumentType<TDocumentNode extends DocumentNode<any, any>> = TDocumentNode extends DocumentNode<  infer TType,  any>  ? TType  : never;