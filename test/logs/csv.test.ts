import { describe, expect, test } from "vitest";
import { logFormatOf } from "#logs/_read.js";
import { folder } from "../runs/_made.ts";
import { curvesIn, logIn, type Told, told } from "./_texts.ts";

const LOSSES: readonly Told[] = [
  ["train_loss by step", [0, 10, 1020], [4.5, 2.25, 0.5]],
  ["test_loss (test) by step", [0, 10, 1020], [4.75, 5, 6.5]],
];
const ROWS = "0,4.5,4.75\n10,2.25,5\n1020,0.5,6.5\n";
const TABLE = `step,train_loss,test_loss\n${ROWS}`;

describe("a table is read", () => {
  test.each<[string, string]>([
    ["with commas", TABLE],
    ["with semicolons", TABLE.replaceAll(",", ";")],
    ["with tabs", TABLE.replaceAll(",", "\t")],
    ["with bars", TABLE.replaceAll(",", "|")],
    ["with spaces", TABLE.replaceAll(",", " ")],
    ["with columns that spaces align", TABLE.replace(/^(.*?),(.*?),/gm, "  $1     $2    ").replaceAll("\n", "  \n")],
    [
      "with columns that spaces align, of names of several words",
      "step   train loss  test loss\n0      4.5         4.75\n10     2.25        5\n1020   0.5         6.5\n",
    ],
    ["with tabs between such cells", `step  train loss  test loss\n${ROWS.replaceAll(",", " \t ")}`],
    [
      "with more bars in its header than commas in quotes",
      `"step"|"train_loss, mean"|"test_loss"\n${ROWS.replaceAll(",", "|")}`,
    ],
    ["with the separator that Excel states", `sep=;\n${TABLE.replaceAll(",", ";")}`],
    ["after a byte order mark and that", `\ufeffSEP=;\n${TABLE.replaceAll(",", ";")}`],
    ["with decimal commas", TABLE.replaceAll(",", ";").replaceAll(".", ",")],
    ["with decimal commas between spaces", TABLE.replaceAll(",", " ").replaceAll(".", ",")],
    ["with decimal commas in quotes", TABLE.replaceAll(/(\d+)\.(\d+)/g, '"$1,$2"').replace("step", '"step"')],
    [
      "with spaces before its rows alone",
      "step  train_loss test_loss\n   0        4.5      4.75 \n  10       2.25      5\n1020        0.5      6.5\t \n",
    ],
    ["with rows that end early", TABLE.replace("\n10", "\n5\n6,\n10")],
    ["with spaces around its cells", TABLE.replaceAll(",", " , ")],
    ["after lines that are empty or begin with #", `\n# mine\n  # ,,,\n\n${TABLE}`],
    ["with remarks between its rows", TABLE.replace("\n10,", "\n# resumed\n10,")],
    ["with the names in a remark", `# step,train_loss,test_loss\n${ROWS}`],
    ["with the names in the last remark, after others", `# run 3\n## step,train_loss,test_loss\n#\n${ROWS}`],
    ["with the names in a remark, separated by spaces", `#  step train_loss test_loss\n${ROWS}`],
    ["with NumPy's spaces", `# step train_loss test_loss\n${ROWS.replaceAll(",", " ")}`],
    ["with words for what is not there", `${TABLE.replace("\n10", "\n5,None,n/a\n6,-,--\n7,NULL,undefined\n10")}`],
    ["with columns of no numbers", "step,note,train_loss,test_loss\n0,,4.5,4.75\n10,a,2.25,5\n1020,b c,0.5,6.5\n"],
    [
      "with two line feeds in quotes",
      `step,note,train_loss,test_loss\n0,"a\n7,7\n",4.5,4.75\n10,,2.25,5\n1020,"b ""c""",0.5,6.5\n`,
    ],
    ["with empty cells at the ends of its rows", TABLE.replaceAll("\n", ",,\n").replace("loss,,", "loss")],
    ["with its header again", TABLE.replace("\n1020", "\nstep,train_loss,test_loss\n1020")],
    [
      "with another header from there on",
      TABLE.replace("\n1020,0.5,6.5", "\nstep,test_loss,lr,train_loss\n1020,6.5,1,0.5"),
    ],
    ["with a remark of one word among the rows", TABLE.replace("\n1020", "\nresumed,,\n1020")],
    ["with a header of names with spaces around", ` step , train_loss , test_loss \n${ROWS}`],
    [
      "of two columns of one name, the second where the first has nothing",
      "step,train_loss,train_loss,test_loss\n0,4.5,9,4.75\n10, ,2.25,5\n1020,,0.5,6.5\n",
    ],
  ])("%s", (_, text) => {
    expect(curvesIn(text)).toEqual(LOSSES);
  });

  test("without a header by what is stated of its numbered columns; unstated ones are listed", () => {
    const columns = new Map([
      ["1", "step"],
      ["2", "train_loss"],
      ["3", "test_loss"],
    ] as const);
    expect(curvesIn(ROWS, "log.csv", { columns })).toEqual(LOSSES);
    expect(curvesIn(ROWS.replaceAll(",", " "), "log.txt", { columns })).toEqual(LOSSES);
    expect(curvesIn(`# step\n${ROWS}`, "log.csv", { columns })).toEqual(LOSSES);
    expect(logIn(ROWS)).toMatchObject({ format: "csv", curves: [], unread: ["1", "2", "3"], doubts: [] });
  });

  test("of one column by what its file is called", () => {
    expect(curvesIn("0.1\n0.5\n1\n", "p113_test_acc.txt")).toEqual([
      ["test_accuracy (test) by row", [0, 1, 2], [0.1, 0.5, 1]],
    ]);
    expect(curvesIn("0,1\n0,5\n", "p113_test_acc.txt")).toEqual([]);
    expect(logIn("0.1\n0.5\n1\n", "p113.txt")?.unread).toEqual(["1"]);
  });

  test("without the last cell of a line that is still written, which is said", () => {
    const cut = "the last line does not end in a line feed: its last value may be cut off, and is left out";
    const log = logIn(TABLE.slice(0, -1));
    expect(told(log)).toEqual([LOSSES[0], ["test_loss (test) by step", [0, 10], [4.75, 5]]]);
    expect(log?.doubts).toEqual([cut]);
    expect(logIn(`${TABLE}# done`)?.doubts).toEqual([]);
    expect(logIn(`${TABLE}"1030`)?.doubts).toEqual([cut]);
    expect(told(logIn(`${TABLE}"1030`))).toEqual(LOSSES);
  });

  test("of a header alone, which has no curves yet", () => {
    expect(curvesIn("step,train_loss\n")).toEqual([]);
    expect(logIn("step,train_loss")?.format).toBe("csv");
  });
});

test("commas are decimal where the cells are separated otherwise, or stand in quotes; else they separate", () => {
  const halves = [["train_accuracy by step", [0, 1], [0.25, 1]]];
  expect(curvesIn('step,train_acc\n0,"0,25"\n1,"1,0"\n')).toEqual(halves);
  expect(curvesIn("step;train_acc\n0;0,25\n1;1,0\n")).toEqual(halves);
  expect(curvesIn("step,train_acc,test_acc\n0,0,250\n1,1,500\n")?.map((curve) => curve[2])).toEqual([
    [0, 1],
    [250, 500],
  ]);
  expect(curvesIn('"step","train_loss"\n"1,000","1.5"\n"2,000","0.5"\n')).toEqual([
    ["train_loss by step", [1000, 2000], [1.5, 0.5]],
  ]);
});

test.each<[string, string, string | undefined]>([
  ["a table", TABLE, "csv"],
  ["a header of several names alone", "epoch,train_loss", "csv"],
  ["a header of one name alone", "epoch", undefined],
  ["names with colons", "epoch: x, loss: y\n", undefined],
  ["names with signs of equality", "epoch=x,loss=y\n", undefined],
  ["a header and no numbers", "epoch,train_loss\na,b\n", undefined],
  ["one column of numbers of several", "epoch,train_loss,note\n1,x,2\n2,3,y\n", "csv"],
  ["columns of numbers and words alike", "epoch,train_loss\n1,x\nx,1\n", undefined],
  ["a row of more cells than the header", "epoch,train_loss\n1,2,3\n", undefined],
  ["such a row that is looked at last", `a b\n${"1 2\n".repeat(5)}1 2 3\n`, undefined],
  ["such a row beyond what is looked at", `a,b\n${"1,2\n".repeat(6)}1,2,3\n`, "csv"],
  ["numbers alone", "1 2\n3 4\n", "csv"],
  ["numbers and a column of words, without a header", "1 a\n2 b\n", undefined],
  ["lines that repeat their words", "loss 1 step 0\nloss 2 step 1\n", undefined],
  ["lines of which one repeats its words", "train loss is\ntrain 5 is\ntest 6 was\n", undefined],
  ["lines that repeat signs alone", "train - loss\n5 - 4\n4 - 3\n", "csv"],
  ["words for nothing and numbers", "train_loss\n---\nnan\nNone\nn/a\nundefined\n5\n", "csv"],
  ["prose", "We train for long.\nIt groks.\n", undefined],
  ["nothing but remarks", "# a\n\n# b\n", undefined],
  ["nothing", "", undefined],
])("%s: %j", (_, text, format) => {
  const path = `${folder({ "log.csv": text })}/log.csv`;
  const found = logFormatOf(path)?.name;
  expect(found === "csv" ? "csv" : undefined).toBe(format);
});
