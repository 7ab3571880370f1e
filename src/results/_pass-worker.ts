import "../node/start.ts";
import { serve } from "../node/processes.ts";
import { passService } from "./_pass-service.ts";

serve(passService);
