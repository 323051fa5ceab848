/** DynamoDB Local's own main listens on every interface; this one on loopback. */
public class LoopbackMain {
  public static void main(String[] arguments) throws Exception {
    var runner = com.amazonaws.services.dynamodbv2.local.main.ServerRunner.createServerFromCommandLineArgs(arguments);
    var field = runner.getClass().getDeclaredField("server");
    field.setAccessible(true);
    for (var connector : ((org.eclipse.jetty.server.Server) field.get(runner)).getConnectors())
      ((org.eclipse.jetty.server.ServerConnector) connector).setHost("127.0.0.1");
    runner.start();
    runner.join();
  }
}
