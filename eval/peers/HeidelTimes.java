import de.unihd.dbs.heideltime.standalone.DocumentType;
import de.unihd.dbs.heideltime.standalone.HeidelTimeStandalone;
import de.unihd.dbs.heideltime.standalone.OutputType;
import de.unihd.dbs.heideltime.standalone.POSTagger;
import de.unihd.dbs.uima.annotator.heideltime.resources.Language;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.text.SimpleDateFormat;
import java.util.Base64;

/**
 * HeidelTime over many documents in one run of Java: lines of a date, a tab and a text in Base64 in, lines of TimeML in
 * Base64 out. Arguments: NEWS or NARRATIVES, the configuration, TREETAGGER or NO.
 */
public class HeidelTimes {
    public static void main(String[] args) throws Exception {
        HeidelTimeStandalone tagger = new HeidelTimeStandalone(
                Language.ENGLISH, DocumentType.valueOf(args[0]), OutputType.TIMEML, args[1], POSTagger.valueOf(args[2]));
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        SimpleDateFormat days = new SimpleDateFormat("yyyy-MM-dd");
        for (String line; (line = lines.readLine()) != null; ) {
            String[] fields = line.split("\t");
            String text = new String(Base64.getDecoder().decode(fields[1]), StandardCharsets.UTF_8);
            String said = "";
            try {
                said = tagger.process(text, days.parse(fields[0]));
            } catch (RuntimeException e) {
                // A text on which it fails has no times, as for its user.
                System.err.println(e);
            }
            System.out.println("=" + Base64.getEncoder().encodeToString(said.getBytes(StandardCharsets.UTF_8)));
        }
    }
}
