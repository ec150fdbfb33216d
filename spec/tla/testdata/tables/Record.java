import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import tla2sany.semantic.OpDefNode;
import tlc2.tool.TLCState;
import tlc2.tool.impl.FastTool;
import tlc2.util.Context;
import util.SimpleFilenameToStream;
import util.ToolIO;

/**
 * Prints what TLC gives for every definition X1, X2, ... of a module: "V value" or
 * "E" if TLC reports an error. Run it beside the module, with a JDK:
 *
 *   java -Xss16m -cp tla2tools.jar Record.java Values > Values.tlc
 */
public class Record {
	public static void main(String[] args) {
		PrintStream out = System.out;
		PrintStream rest = new PrintStream(new ByteArrayOutputStream());
		System.setOut(rest);
		ToolIO.out = rest;
		ToolIO.err = rest;
		ToolIO.setUserDir(".");
		FastTool tool = new FastTool(args[0], args[0], new SimpleFilenameToStream("."));
		for (OpDefNode d : tool.getRootModule().getOpDefs()) {
			String name = d.getName().toString();
			if (name.matches("X[0-9]+")) {
				out.println(name + " " + value(tool, d));
			}
		}
	}

	private static String value(FastTool tool, OpDefNode d) {
		try {
			return "V " + tool.eval(d.getBody(), Context.Empty, TLCState.Empty, TLCState.Empty, 0);
		} catch (RuntimeException | StackOverflowError e) {
			return "E";
		}
	}
}
