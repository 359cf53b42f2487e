import { Construct } from "constructs";
import { checkedId } from "./framework";

/** Base of the constructs of this package that consist of resources. */
export abstract class EncryptionConstruct extends Construct {
  constructor(scope: Construct, id: string) {
    super(scope, checkedId(scope, id));
  }
}
