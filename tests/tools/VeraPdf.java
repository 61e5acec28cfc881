// Validates PDF files with the veraPDF library: java -cp LIBRARY.jar VeraPdf.java FLAVOUR,... FILE...
//
// Prints one line for each file and flavour: number of the file, flavour, number of checks; then one line for each broken
// rule: "!", rule, times, message and place of the first time. Tabs separate fields. A file that cannot be read breaks
// the rule "read". The exit code is always 0.
//
// This program reads the profiles itself: the library needs JAXB for that, which Java 11 removed.

import java.io.File;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.*;
import java.util.logging.*;
import javax.xml.parsers.DocumentBuilderFactory;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.*;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.*;
import org.verapdf.pdfa.validation.profiles.*;
import org.w3c.dom.*;

public class VeraPdf {
    private static final int SHOWN = 10_000;

    public static void main(String[] args) throws Exception {
        LogManager.getLogManager().reset();
        System.setOut(new PrintStream(System.out, true, StandardCharsets.UTF_8));
        VeraGreenfieldFoundryProvider.initialise();
        Map<String, ValidationProfile> profiles = new LinkedHashMap<>();
        for (String flavour : args[0].split(",")) {
            profiles.put(flavour, profile(flavour));
        }
        for (int i = 1; i < args.length; i++) {
            for (String flavour : profiles.keySet()) {
                validate(i - 1, new File(args[i]), flavour, profiles.get(flavour));
            }
        }
    }

    private static void validate(int number, File file, String flavour, ValidationProfile profile) {
        try (PDFAParser parser = Foundries.defaultInstance().createParser(file, profile.getPDFAFlavour());
                PDFAValidator validator =
                        Foundries.defaultInstance().createValidator(profile, SHOWN, false, true, false)) {
            ValidationResult result = validator.validate(parser);
            Map<RuleId, String> first = new LinkedHashMap<>();
            for (TestAssertion assertion : result.getTestAssertions()) {
                if (assertion.getStatus() == TestAssertion.Status.FAILED) {
                    first.putIfAbsent(
                            assertion.getRuleId(),
                            assertion.getErrorMessage() + " @ " + assertion.getLocation().getContext());
                }
            }
            print(number, flavour, result.getTotalAssertions());
            result.getFailedChecks().forEach((rule, times) ->
                    print("!", rule.getClause() + "-" + rule.getTestNumber(), times, first.get(rule)));
        } catch (Exception | LinkageError e) {
            print(number, flavour, 0);
            print("!", "read", 1, e);
        }
    }

    private static void print(Object... fields) {
        StringJoiner line = new StringJoiner("\t");
        for (Object field : fields) {
            line.add(String.valueOf(field).replaceAll("\\s+", " "));
        }
        System.out.println(line);
    }

    private static ValidationProfile profile(String flavour) throws Exception {
        String name = flavour.startsWith("ua") ? "PDFUA-" + flavour.substring(2) : "PDFA-" + flavour.toUpperCase();
        Element root;
        try (InputStream xml = PDFAFlavour.class.getResourceAsStream("/org/verapdf/pdfa/validation/" + name + ".xml")) {
            root = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(xml).getDocumentElement();
        }
        Set<Rule> rules = new HashSet<>();
        for (Element rule : children(root, "rules/rule")) {
            rules.add(rule(rule));
        }
        if (rules.isEmpty()) {
            throw new IllegalStateException(name + " has no rules: any file would pass");
        }
        Set<Variable> variables = new HashSet<>();
        for (Element v : children(root, "variables/variable")) {
            variables.add(Profiles.variableFromValues(
                    v.getAttribute("name"), v.getAttribute("object"), text(v, "defaultValue"), text(v, "value")));
        }
        ProfileDetails details = Profiles.profileDetailsFromValues(name, "", "", new Date(0));
        return Profiles.profileFromValues(
                PDFAFlavour.valueOf(root.getAttribute("flavour")), details, text(root, "hash"), rules, variables);
    }

    private static Rule rule(Element rule) {
        Element id = children(rule, "id").get(0);
        List<ErrorArgument> arguments = new ArrayList<>();
        for (Element argument : children(rule, "error/arguments/argument")) {
            String name = argument.hasAttribute("name") ? argument.getAttribute("name") : null;
            arguments.add(ErrorArgumentImpl.fromValues(argument.getTextContent(), name, null));
        }
        return Profiles.ruleFromValues(
                Profiles.ruleIdFromValues(
                        PDFAFlavour.Specification.valueOf(id.getAttribute("specification")),
                        id.getAttribute("clause"),
                        Integer.parseInt(id.getAttribute("testNumber"))),
                rule.getAttribute("object"),
                rule.hasAttribute("deferred") ? Boolean.valueOf(rule.getAttribute("deferred")) : null,
                rule.getAttribute("tags"),
                text(rule, "description"),
                text(rule, "test"),
                Profiles.errorFromValues(text(rule, "error/message"), arguments),
                List.of());
    }

    private static String text(Element element, String path) {
        List<Element> found = children(element, path);
        return found.isEmpty() ? "" : found.get(0).getTextContent();
    }

    private static List<Element> children(Element element, String path) {
        List<Element> found = List.of(element);
        for (String name : path.split("/")) {
            List<Element> next = new ArrayList<>();
            for (Element parent : found) {
                for (Node n = parent.getFirstChild(); n != null; n = n.getNextSibling()) {
                    if (n.getNodeName().equals(name)) {
                        next.add((Element) n);
                    }
                }
            }
            found = next;
        }
        return found;
    }
}
