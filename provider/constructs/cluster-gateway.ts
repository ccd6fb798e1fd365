/** A gateway that somebody else keeps in the cluster. */
export class ClusterGateway {
  /** A TokGateway in the namespace of the keys. Becomes `gatewayRef` with kind TokGateway. */
  static tokGateway(name: string): ClusterGateway {
    return new ClusterGateway({ name });
  }

  /** A ClusterTokGateway, which a platform team keeps for many namespaces. Becomes `gatewayRef` with kind ClusterTokGateway. */
  static clusterTokGateway(name: string): ClusterGateway {
    return new ClusterGateway({ name, kind: "ClusterTokGateway" });
  }

  /** @internal */
  readonly _reference: { readonly name: string; readonly kind?: string };

  private constructor(reference: { readonly name: string; readonly kind?: string }) {
    this._reference = reference;
  }
}
