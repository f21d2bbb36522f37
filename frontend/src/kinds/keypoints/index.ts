import { say } from "../../words";
import { imageKind } from "../images/kind";
import { keypointShape } from "./model";

/** Named points on an image, in pixels of the upright image. */
export const keypoints = imageKind(keypointShape, () => [{ cap: "/", title: say("images.key_hidden") }]);
