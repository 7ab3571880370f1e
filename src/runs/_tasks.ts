import { RunError, UsageError } from "../errors.ts";
import { parsedJsonText } from "../formats/_json.ts";
import { readText } from "../formats/_sources.ts";
import { type Facts, numberFact, textFact } from "../layouts/_facts.ts";
import { groupTasks, isGroupName } from "../tasks/_group-orders.ts";
import { operationSpelled, tableTask, task, taskNames, tasksFor } from "../tasks/_make.ts";
import type { Task } from "../tasks/_task.ts";

/** Keys under which configurations keep the operation. */
const OPERATION_KEYS = ["task", "operation", "op", "op_name", "fn_name", "funcs", "math_operator", "operator", "group"];

/**
 * The tasks that a network over p elements may have learnt: the one that the user or the configuration names, else every
 * operation that is defined for p, for the losses to decide.
 */
export function taskCandidates(
  where: string,
  options: { readonly task?: string },
  facts: Facts,
): (p: number) => readonly Task[] {
  const candidates = candidatesFor(where, options, facts);
  return (p) => {
    if (facts.p !== undefined && facts.p !== p) {
      throw new RunError(where, `--p ${facts.p}: the network has ${p} tokens to answer with`, "leave --p out");
    }
    return candidates(p);
  };
}

function candidatesFor(
  where: string,
  options: { readonly task?: string },
  facts: Facts,
): (p: number) => readonly Task[] {
  if (options.task !== undefined) {
    const named = options.task;
    if (!taskNames.includes(named)) return table(named);
    return (p) => [task(named, p)];
  }
  const stated = textFact(facts, ...OPERATION_KEYS);
  if (stated !== undefined && isGroupName(stated)) {
    const parameter = numberFact(facts, "group_parameter");
    const name = parameter === undefined || /\d/.test(stated) ? stated : `${stated} ${parameter}`;
    return (p) => {
      const listed = groupTasks(name, p);
      if (listed.length > 0) return listed;
      const problem = `its configuration states ${name}, the network has ${p} elements`;
      throw new RunError(where, problem, "give the composition table it was trained on: --task table.json");
    };
  }
  const operation = stated === undefined ? undefined : operationSpelled(stated);
  if (operation !== undefined) return (p) => [task(operation, p)];
  if (stated !== undefined && /group$/i.test(stated)) {
    const problem = `its configuration states ${stated}, whose elements have no standard order`;
    throw new RunError(where, problem, "give its composition table: --task table.json");
  }
  return tasksFor;
}

function table(path: string): (p: number) => readonly Task[] {
  let json: unknown;
  try {
    json = parsedJsonText(readText(path), path);
  } catch (cause) {
    const problem = `"${path}" is neither a task nor a readable JSON file with a composition table`;
    throw new UsageError("--task", problem, `choose one of ${taskNames.join(", ")}`, { cause });
  }
  const found = tableTask(path, json);
  return (p) => {
    if (found.p !== p)
      throw new RunError(
        path,
        `a table of ${found.p} elements, the network has ${p}`,
        "give the one it was trained on",
      );
    return [found];
  };
}
